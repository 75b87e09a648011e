/** Microsoft's own clients drive the flows that span requests, against a served mock: of the made-up pages, behind a real port. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AnonymousAuthenticationProvider,
  createUntypedNodeFromDiscriminatorValue,
  HttpMethod,
  RequestInformation,
  type UntypedNode,
} from "@microsoft/kiota-abstractions";
import { FetchRequestAdapter } from "@microsoft/kiota-http-fetchlibrary";
import { JsonParseNodeFactory, JsonSerializationWriterFactory } from "@microsoft/kiota-serialization-json";
import {
  BatchRequestContent,
  BatchResponseContent,
  type Client,
  FileUpload,
  LargeFileUploadTask,
  OneDriveLargeFileUploadTask,
  PageIterator,
  ResponseType,
} from "@microsoft/microsoft-graph-client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMock, type Mock } from "../mock/index.ts";
import { gadgetArtefacts } from "../mock/testing/gadget-pages.ts";
import { sendCallback } from "./commands/mock/callbacks.ts";
import { type Served, serveMock } from "./commands/mock/serve.ts";
import { graphClient } from "./testing/graph-client.ts";

let mock: Mock;
let served: Served;

beforeAll(async () => {
  mock = createMock({ ...gadgetArtefacts(), send: sendCallback, notificationRetry: 20 });
  served = await serveMock(mock, "127.0.0.1", 0);
});
beforeEach(() => mock.reset());
afterAll(async () => {
  mock.close();
  await served.close();
});

const client = (): Client => graphClient(served.origin);

async function createGadgets(graph: Client, count: number): Promise<{ id: string; name: string }[]> {
  const gadgets = [];
  for (let number = 0; number < count; number += 1)
    gadgets.push(await graph.api("/me/gadgets").post({ name: `gadget ${number}` }));
  return gadgets;
}

/** What a page iterator meets, and its delta link. */
async function iterate(graph: Client, first: object, headers?: Record<string, string>) {
  const met: Record<string, unknown>[] = [];
  const options = headers ? { headers } : undefined;
  const iterator = new PageIterator(graph, first as never, (item) => met.push(item) > 0, options);
  await iterator.iterate();
  expect(iterator.isComplete()).toBe(true);
  return { met, deltaLink: iterator.getDeltaLink() };
}

describe("PageIterator", () => {
  it("meets each object once, with and without a header", async () => {
    const graph = client();
    const gadgets = await createGadgets(graph, 7);
    const top = await graph.api("/me/gadgets").top(3).get();
    // The documented one is there from the start.
    const all = [{ id: "42", name: "Sprocket", size: 3 }, ...gadgets];
    expect((await iterate(graph, top)).met).toEqual(all);
    const prefer = { Prefer: "odata.maxpagesize=2" };
    const sized = await graph.api("/me/gadgets").headers(prefer).get();
    expect(sized.value).toHaveLength(2);
    expect((await iterate(graph, sized, prefer)).met).toEqual(all);
  });

  it("ends behind documented lists that show a next link", async () => {
    const graph = client();
    for (const path of ["/me/gadgets", "/me/gadgets/delta", "/me/drive/root/delta"]) {
      const { met } = await iterate(graph, await graph.api(path).get());
      expect(met.length).toBeGreaterThan(0);
    }
  });
});

describe("a delta loop", () => {
  it("keeps a copy equal over twenty changes", async () => {
    const graph = client();
    const copy = new Map<string, unknown>();
    let link = "/me/gadgets/delta";
    const synchronize = async (): Promise<void> => {
      const { met, deltaLink } = await iterate(graph, await graph.api(link).get());
      for (const { id, ...rest } of met) {
        if ("@removed" in rest) copy.delete(String(id));
        else copy.set(String(id), { id, ...rest });
      }
      link = String(deltaLink);
    };
    const [first] = await createGadgets(graph, 1);
    for (let change = 0; change < 20; change += 1) {
      await synchronize();
      if (change % 3 === 0) await createGadgets(graph, 2);
      if (change % 3 === 1) await graph.api(`/me/gadgets/${first?.id}`).patch({ name: `changed ${change}` });
      const [oldest] = [...copy.keys()].filter((id) => id !== first?.id);
      if (change % 3 === 2 && oldest) await graph.api(`/me/gadgets/${oldest}`).delete();
    }
    await synchronize();
    const { value } = await graph.api("/me/gadgets").get();
    expect([...copy.values()].toSorted(byId)).toEqual(value.toSorted(byId));
    expect(copy.size).toBeGreaterThan(5);
  });
});

function byId(a: unknown, b: unknown): number {
  return String((a as { id: string }).id).localeCompare(String((b as { id: string }).id));
}

/** More than three fragments of the least size that the client sends. */
const SIZE = 320 * 1024;
const BYTES = Uint8Array.from({ length: SIZE * 3 + 100 }, (_, index) => (index * 7) % 256);

describe("the upload tasks", () => {
  it("upload in fragments, over a lost one, and the bytes come back", async () => {
    const graph = client();
    const task = await OneDriveLargeFileUploadTask.create(graph, BYTES, {
      fileName: "a file #1.bin",
      path: "/folder",
      rangeSize: SIZE,
    });
    mock.faults.set([{ method: "PUT", path: "/$uploads/*", drop: true }]);
    await expect(task.upload()).rejects.toThrow();
    // Two fragments arrive, the third is lost on its way.
    let sent = 0;
    const unsubscribe = mock.log.subscribe(() => {
      sent += 1;
      if (sent === 3) mock.faults.set([{ method: "PUT", path: "/$uploads/*", drop: true }]);
    });
    await expect(task.resume()).rejects.toThrow();
    unsubscribe();
    const { responseBody } = (await task.resume()) as {
      responseBody: { id: string; name: string; size: number };
    };
    expect(responseBody).toMatchObject({ name: "a file #1.bin", size: BYTES.length });
    const stream: ReadableStream = await graph.api(`/me/drive/items/${responseBody.id}/content`).getStream();
    expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(BYTES);
  });

  it("upload to a collection, and can be cancelled", async () => {
    const graph = client();
    const begin = async () => {
      const session = await LargeFileUploadTask.createUploadSession(
        graph,
        "/me/gadgets/42/parts/createUploadSession",
        {
          PartItem: { name: "bolt", size: BYTES.length },
        },
      );
      const file = new FileUpload(BYTES.buffer, "bolt", BYTES.length);
      return new LargeFileUploadTask(graph, file, session, { rangeSize: SIZE });
    };
    const { location, responseBody } = await (await begin()).upload();
    expect(responseBody).toMatchObject({ name: "bolt" });
    expect(location).toMatch(new RegExp(`^${served.origin}/beta/me/gadgets/42/parts/`));
    const raw: Response = await graph
      .api(`${location}/$value`.replace(`${served.origin}/beta`, ""))
      .responseType(ResponseType.RAW)
      .get();
    expect((await raw.arrayBuffer()).byteLength).toBe(BYTES.length);
    const cancelled = await begin();
    expect(await cancelled.cancel()).toMatchObject({ status: 204 });
  });

  it("put small files and photos, which come back as RAW responses and streams", async () => {
    const graph = client();
    await graph.api("/me/photo/$value").header("Content-Type", "image/png").put(BYTES.slice(0, 1000));
    const raw: Response = await graph.api("/me/photo/$value").responseType(ResponseType.RAW).get();
    expect(raw.headers.get("content-type")).toBe("image/png");
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(BYTES.slice(0, 1000));
    const file = await graph
      .api("/me/drive/root:/small.bin:/content")
      .header("Content-Type", "application/octet-stream")
      .put(BYTES.slice(0, 10));
    const stream: ReadableStream = await graph.api(`/me/drive/items/${file.id}/content`).getStream();
    expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(BYTES.slice(0, 10));
  });
});

describe("BatchRequestContent", () => {
  const request = (method: string, path: string, body?: object): Request =>
    new Request(`${served.origin}/beta${path}`, {
      method,
      ...(body ? { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {}),
    });

  it("takes its parts through every flow, in the order of dependsOn, each logged for itself", async () => {
    const graph = client();
    const content = new BatchRequestContent([
      { id: "1", request: request("POST", "/me/gadgets", { name: "one" }) },
      { id: "2", request: request("POST", "/me/gadgets", { name: "two" }), dependsOn: ["1"] },
      { id: "3", request: request("GET", "/me/gadgets?$top=1"), dependsOn: ["2"] },
      { id: "4", request: request("POST", "/me/gadgets/42/copy", { name: "copy" }), dependsOn: ["3"] },
      { id: "5", request: request("GET", "/me/nothing"), dependsOn: ["4"] },
      { id: "6", request: request("GET", "/me/gadgets"), dependsOn: ["5"] },
    ]);
    const answer = await graph.api("/$batch").post(await content.getContent());
    const responses = new BatchResponseContent(answer);
    const statuses = ["1", "2", "3", "4", "5", "6"].map((id) => responses.getResponseById(id).status);
    expect(statuses).toEqual([201, 201, 200, 202, 400, 424]);
    const page = await responses.getResponseById("3").json();
    const { met } = await iterate(graph, page);
    expect(met.map(({ name }) => name)).toEqual(["Sprocket", "one", "two"]);
    const monitor = responses.getResponseById("4").headers.get("Location") ?? "";
    expect((await (await fetch(monitor)).json()).status).toBe("inProgress");
    const logged = mock.log.entries().map(({ method, url }) => `${method} ${url}`);
    for (const line of [
      "POST /beta/me/gadgets",
      "GET /beta/me/gadgets?$top=1",
      "POST /beta/me/gadgets/42/copy",
      "POST /beta/$batch",
    ])
      expect(logged).toContain(line);
  });
});

describe("a subscription", () => {
  let server: Server;
  let url: string;
  const received: { changeType: string; clientState: string; resourceData: { id: string } }[] = [];
  let busy = 0;

  beforeAll(async () => {
    server = createServer(async (incoming, outgoing) => {
      const token = new URL(incoming.url ?? "", "http://localhost").searchParams.get("validationToken");
      if (token !== null) {
        outgoing.writeHead(200, { "Content-Type": "text/plain" }).end(token);
        return;
      }
      let text = "";
      for await (const chunk of incoming) text += chunk;
      busy -= 1;
      if (busy >= 0) outgoing.writeHead(503).end();
      else {
        received.push(...JSON.parse(text).value);
        outgoing.writeHead(202).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("receives what was created, updated and deleted, over an endpoint that is busy at first", async () => {
    const graph = client();
    busy = 2;
    const subscription = await graph.api("/subscriptions").post({
      changeType: "created,updated,deleted",
      notificationUrl: url,
      resource: "me/gadgets",
      expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
      clientState: "secret",
    });
    const [gadget] = await createGadgets(graph, 1);
    await mock.notifications.settled();
    expect(mock.notifications.list()[0]?.attempts.map(({ status }) => status)).toEqual([503, 503, 202]);
    await graph.api(`/me/gadgets/${gadget?.id}`).patch({ name: "changed" });
    await graph.api(`/me/gadgets/${gadget?.id}`).delete();
    await mock.notifications.settled();
    expect(
      received.map(({ changeType, clientState, resourceData }) => [changeType, clientState, resourceData.id]),
    ).toEqual(["created", "updated", "deleted"].map((type) => [type, "secret", gadget?.id]));
    await graph.api(`/subscriptions/${subscription.id}`).delete();
    await createGadgets(graph, 1);
    await mock.notifications.settled();
    expect(received).toHaveLength(3);
  });
});

describe("Kiota", () => {
  const adapter = (): FetchRequestAdapter => {
    const made = new FetchRequestAdapter(
      new AnonymousAuthenticationProvider(),
      new JsonParseNodeFactory(),
      new JsonSerializationWriterFactory(),
    );
    made.baseUrl = `${served.origin}/beta`;
    return made;
  };

  async function send(method: HttpMethod, template: string, body?: object): Promise<Record<string, unknown>> {
    const request = new RequestInformation(method, template, {});
    request.headers.add("Accept", "application/json");
    request.headers.add("Authorization", "Bearer token");
    if (body)
      request.setStreamContent(new TextEncoder().encode(JSON.stringify(body)).buffer, "application/json");
    const node = await adapter().send<UntypedNode>(
      request,
      createUntypedNodeFromDiscriminatorValue,
      undefined,
    );
    return plain(node) as Record<string, unknown>;
  }

  it("follows pages by their links and sends batches", async () => {
    await createGadgets(client(), 3);
    const names: unknown[] = [];
    let page = await send(HttpMethod.GET, "{+baseurl}/me/gadgets?$top=2");
    for (;;) {
      names.push(...(page.value as { name: string }[]).map(({ name }) => name));
      if (page["@odata.nextLink"] === undefined) break;
      page = await send(HttpMethod.GET, String(page["@odata.nextLink"]));
    }
    expect(names).toEqual(["Sprocket", "gadget 0", "gadget 1", "gadget 2"]);
    const { responses } = await send(HttpMethod.POST, "{+baseurl}/$batch", {
      requests: [
        { id: "1", method: "DELETE", url: "/me/gadgets/42" },
        { id: "2", method: "GET", url: "/me/gadgets?$top=1", dependsOn: ["1"] },
      ],
    });
    expect((responses as { status: number }[]).map(({ status }) => status)).toEqual([204, 200]);
  });

  /** Untyped nodes as plain values. */
  function plain(node: unknown): unknown {
    const value = (node as { getValue?: () => unknown } | undefined)?.getValue?.();
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  }
});
