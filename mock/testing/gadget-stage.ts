import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { createMock, type Mock, type MockOptions } from "../index.ts";
import { gadgetArtefacts } from "./gadget-pages.ts";

export interface GadgetAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The body, which must be a JSON object. */
  readonly json: JsonObject;
  /** Its `value`. */
  readonly items: readonly JsonObject[];
  /** Its link of that name. */
  link(name: "nextLink" | "deltaLink"): string;
}

export interface GadgetStage {
  readonly mock: Mock;
  /** `GET /me/gadgets` or `GET http://…`; bytes and texts are sent as they are, anything else as JSON. */
  send(line: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<GadgetAnswer>;
}

/** A mock of the made-up pages, asked without a port. */
export function openGadgets(options: Omit<MockOptions, "document"> = {}): GadgetStage {
  const mock = createMock({ ...gadgetArtefacts(), ...options });
  return {
    mock,
    send: async (line, body, headers = {}) => {
      const [method = "", address = ""] = line.split(/ (.*)/s, 2);
      const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
      const response = await mock.fetch(
        new Request(address.startsWith("/") ? `http://localhost/beta${address}` : address, {
          method,
          headers: {
            authorization: "Bearer token",
            ...(raw ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
        }),
      );
      return readAnswer(response);
    },
  };
}

async function readAnswer(response: Response): Promise<GadgetAnswer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const json = (): JsonObject => JSON.parse(text) as JsonObject;
  return {
    ...{ status: response.status, headers: response.headers, bytes, text },
    get json() {
      return json();
    },
    get items() {
      return json().value as unknown as JsonObject[];
    },
    link: (name) => {
      const value: JsonValue | undefined = json()[`@odata.${name}`];
      if (typeof value !== "string") throw new Error(`there is no @odata.${name} in ${text}`);
      return value;
    },
  };
}
