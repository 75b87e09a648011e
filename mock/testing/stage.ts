import { afterAll, beforeAll, beforeEach } from "vitest";
import type { JsonObject } from "../../spec/openapi/index.ts";
import { createMock, type Mock, type MockOptions } from "../index.ts";
import { DESCRIPTION } from "./description.ts";

/** One way to reach a mock. */
export interface Form {
  /** What clients send to: scheme, host and port. */
  readonly origin: string;
  fetch(request: Request): Promise<Response>;
  /** What a client sees of a connection that the mock drops: its fetch fails, or a gateway answers with that status. */
  readonly dropped: "rejects" | number;
  close(): Promise<void>;
}

export type OpenForm = (mock: Mock) => Promise<Form>;

/** A form with a mock behind it, fresh for each test. */
export interface Stage {
  readonly mock: Mock;
  readonly form: Form;
  /** Sends as a signed-in client that has JSON to say. A header that is undefined is left out. */
  send(line: string, body?: unknown, headers?: Readonly<Record<string, string | undefined>>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, which must be a JSON object. */
  readonly json: JsonObject;
  /** The body's `error`. */
  readonly error: JsonObject;
}

/** To be called within `describe`: opens the form before its tests and closes it after them. */
export function openStage(open: OpenForm, options: Omit<MockOptions, "document"> = {}): Stage {
  const mock = createMock({ document: DESCRIPTION, contracts: [], ...options });
  let form: Form | undefined;
  const opened = (): Form => {
    if (!form) throw new Error("The form is not open");
    return form;
  };
  beforeAll(async () => {
    form = await open(mock);
  }, 60_000);
  beforeEach(() => mock.reset());
  afterAll(() => form?.close());
  return {
    mock,
    get form() {
      return opened();
    },
    send: async (line, body, headers = {}) => {
      const [method = "", path = ""] = line.split(" ");
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const fields = {
        authorization: "Bearer token",
        ...(text === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      };
      const request = new Request(opened().origin + path, {
        method,
        headers: Object.entries(fields).flatMap(([name, value]): [string, string][] =>
          value === undefined ? [] : [[name, value]],
        ),
        ...(text === undefined ? {} : { body: text }),
      });
      return readAnswer(await opened().fetch(request));
    },
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text) as JsonObject;
    },
    get error() {
      return (JSON.parse(text) as { error: JsonObject }).error;
    },
  };
}
