/** The clients that people use, against a served mock: what the README tells of them is tried here. */
import {
  type AccessTokenProvider,
  AllowedHostsValidator,
  BaseBearerTokenAuthenticationProvider,
  createUntypedNodeFromDiscriminatorValue,
  type DefaultApiError,
  HttpMethod,
  isUntypedObject,
  RequestInformation,
  type UntypedNode,
  type UntypedObject,
} from "@microsoft/kiota-abstractions";
import { FetchRequestAdapter } from "@microsoft/kiota-http-fetchlibrary";
import { JsonParseNodeFactory, JsonSerializationWriterFactory } from "@microsoft/kiota-serialization-json";
import {
  Client,
  GraphError,
  PageIterator,
  RetryHandler,
  RetryHandlerOptions,
} from "@microsoft/microsoft-graph-client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMock, type Mock } from "../mock/index.ts";
import { DESCRIPTION } from "../mock/testing/description.ts";
import { type Served, serveMock } from "./commands/mock/serve.ts";
import { packageRoot } from "./files/package-root.ts";
import { loadSource } from "./files/source.ts";
import type { Io } from "./terminal/io.ts";
import { graphClient } from "./testing/graph-client.ts";

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PROFILE = { "@odata.type": "#microsoft.graph.profile" };
const WRONG = { "@odata.type": "#microsoft.graph.nothing" };

let mock: Mock;
let served: Served;

beforeAll(async () => {
  const { document, contracts } = await loadSource([], { cwd: packageRoot() } as Io);
  mock = createMock({ document, contracts });
  served = await serveMock(mock, "127.0.0.1", 0);
});
beforeEach(() => mock.reset());
afterAll(() => served.close());

/** Over HTTP, as one does from beside the client. */
async function throttleOnce(): Promise<void> {
  const response = await fetch(`${served.origin}/_mock/faults`, {
    method: "PUT",
    body: JSON.stringify({ method: "POST", path: "/me/profile", status: 429 }),
  });
  expect(response.status).toBe(204);
}

const statuses = (): number[] => mock.log.entries().map(({ status }) => status);

describe("@microsoft/microsoft-graph-client", () => {
  const client = (origin = served.origin): Client =>
    graphClient(origin, new RetryHandler(new RetryHandlerOptions()));

  it("leaves out the token over http with its own chain, so that it needs another", async () => {
    const usual = Client.init({
      baseUrl: `${served.origin}/`,
      defaultVersion: "beta",
      customHosts: new Set(["127.0.0.1"]),
      authProvider: (done) => done(null, "token"),
    });
    await expect(usual.api("/me/profile").post(PROFILE)).rejects.toMatchObject({ statusCode: 401 });
    expect(mock.log.entries().at(-1)?.request.headers).not.toHaveProperty("authorization");
  });

  it("creates a profile", async () => {
    const profile = await client().api("/me/profile").post(PROFILE);
    expect(profile).toEqual({ ...PROFILE, id: expect.stringMatching(GUID) });
    expect(mock.state.size).toBe(1);
  });

  it("reads an error's code and request id", async () => {
    const error = await client()
      .api("/me/profile")
      .post(WRONG)
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof GraphError)) throw error;
    const [exchange] = mock.log.entries();
    expect(error.statusCode).toBe(400);
    expect(error.code).toBe("Request_BadRequest");
    expect(error.message).toMatch(/nothing/);
    expect(error.requestId).toBe(exchange?.response.headers["request-id"]);
    expect(error.requestId).toMatch(GUID);
    expect(error.date).toBeInstanceOf(Date);
  });

  it("retries when it is throttled, after as long as it is told to", async () => {
    await throttleOnce();
    const profile = await client().api("/me/profile").post(PROFILE);
    expect(profile.id).toMatch(GUID);
    expect(statuses()).toEqual([429, 201]);
    expect(mock.log.entries()[1]?.request.headers["retry-attempt"]).toBe("1");
  });

  it("follows the links of a list, which it garbles over http", async () => {
    const lists = createMock({ document: DESCRIPTION });
    const { origin, close } = await serveMock(lists, "127.0.0.1", 0);
    try {
      const contacts = client(origin);
      for (const displayName of ["Ada", "Bob", "Cyd"])
        await contacts.api("/me/contacts").post({ displayName });
      const names: string[] = [];
      const first = await contacts.api("/me/contacts").top(1).get();
      const all = new PageIterator(contacts, first, ({ displayName }) => names.push(displayName) > 0);
      await all.iterate();
      expect(names).toEqual(["Kim Sample", "Ada", "Bob", "Cyd"]);
      expect(lists.log.entries().at(-1)?.url).toMatch(/^\/beta\/http:\/\//);
    } finally {
      await close();
    }
  });

  it("gets nothing where it asks for nothing", async () => {
    const request = client().api("/me/profile").header("Prefer", "return=minimal");
    expect(await request.post(PROFILE)).toBeUndefined();
  });
});

describe("Kiota, beneath the newer TypeScript SDK", () => {
  const tokens: AccessTokenProvider = {
    getAuthorizationToken: async () => "token",
    getAllowedHostsValidator: () => new AllowedHostsValidator(),
  };

  function adapter(): FetchRequestAdapter {
    const made = new FetchRequestAdapter(
      new BaseBearerTokenAuthenticationProvider(tokens),
      new JsonParseNodeFactory(),
      new JsonSerializationWriterFactory(),
    );
    made.baseUrl = `${served.origin}/beta`;
    return made;
  }

  async function post(body: object): Promise<Record<string, unknown>> {
    const via = adapter();
    const request = new RequestInformation(HttpMethod.POST, "{+baseurl}/me/profile", {});
    request.headers.add("Accept", "application/json");
    request.setStreamContent(new TextEncoder().encode(JSON.stringify(body)).buffer, "application/json");
    const node = await via.send<UntypedNode>(request, createUntypedNodeFromDiscriminatorValue, undefined);
    if (!node || !isUntypedObject(node)) throw new TypeError("Unexpected answer, expected an object");
    const members = Object.entries((node as UntypedObject).getValue());
    return Object.fromEntries(members.map(([name, value]) => [name, value.getValue()]));
  }

  it("creates a profile", async () => {
    expect(await post(PROFILE)).toEqual({ ...PROFILE, id: expect.stringMatching(GUID) });
  });

  it("reads an error's status and request id", async () => {
    const error = (await post(WRONG).catch((thrown: unknown) => thrown)) as DefaultApiError;
    expect(error.responseStatusCode).toBe(400);
    expect(error.responseHeaders?.["request-id"]?.[0]).toMatch(GUID);
  });

  it("retries when it is throttled", async () => {
    await throttleOnce();
    expect((await post(PROFILE)).id).toMatch(GUID);
    expect(statuses()).toEqual([429, 201]);
  });
});

describe("fetch", () => {
  const post = (body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${served.origin}/beta/me/profile`, {
      method: "POST",
      headers: { Authorization: "Bearer token", "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  it("creates a profile", async () => {
    const response = await post(PROFILE);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ ...PROFILE, id: expect.stringMatching(GUID) });
  });

  it("reads an error's code and request id", async () => {
    const response = await post(WRONG);
    const { error } = (await response.json()) as { error: Record<string, Record<string, string>> };
    expect(error).toMatchObject({ code: "Request_BadRequest" });
    expect(error.innerError?.["request-id"]).toBe(response.headers.get("request-id"));
  });

  it("sees when to come again", async () => {
    await throttleOnce();
    const response = await post(PROFILE);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("1");
    expect((await post(PROFILE)).status).toBe(201);
  });
});
