import type { Mock } from "../../../mock/index.ts";
import { type FuzzedRequest, fuzzRequests } from "./requests.ts";

export interface StormOptions {
  readonly seed: number;
  readonly count: number;
  /** Requests that are on their way at one time. */
  readonly atOnce: number;
  /** Called after each hundredth part. */
  readonly onProgress?: (done: number) => void;
}

export interface Outcome {
  /** How often each status was answered, lowest first. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests that the Fetch API itself would not make. */
  readonly unsendable: number;
  readonly faults: readonly { readonly number: number; readonly what: string }[];
}

/** Ids kept to ask for what exists. */
const MOST_IDS = 50;
const MOST_FAULTS = 100;

/** Sends random requests to a mock, many at once, and tells each answer that no server may give. */
export async function storm(mock: Mock, { seed, count, atOnce, onProgress }: StormOptions): Promise<Outcome> {
  const request = fuzzRequests(mock.api.document, seed);
  const statuses = new Map<number, number>();
  const faults: { number: number; what: string }[] = [];
  const ids = [mock.signedInUser.id, mock.signedInUser.userPrincipalName];
  let unsendable = 0;
  let next = 0;

  const sendOne = async (number: number): Promise<void> => {
    const fuzzed = request(number, ids);
    const made = makeRequest(fuzzed);
    if (!made) {
      unsendable += 1;
      return;
    }
    const { status, what, id } = await judge(mock, fuzzed, made);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (what !== undefined && faults.length < MOST_FAULTS)
      faults.push({ number, what: `${fuzzed.method} ${fuzzed.target.slice(0, 200)}: ${what}` });
    if (id !== undefined) ids.push(id);
    if (ids.length > MOST_IDS) ids.splice(2, 1);
  };
  const lane = async (): Promise<void> => {
    while (next < count) {
      const number = next;
      next += 1;
      await sendOne(number);
      if (number % Math.ceil(count / 100) === 0) {
        onProgress?.(number);
        // A pause for what only the event loop gets done, such as collecting bodies that nobody reads.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  if ("polluted" in {}) faults.push({ number: -1, what: "a body changed the prototype of all objects" });
  return { statuses: new Map([...statuses].sort(([a], [b]) => a - b)), unsendable, faults };
}

function makeRequest({ method, target, headers, body }: FuzzedRequest): Request | undefined {
  try {
    const fields = headers.map(([name, value]): [string, string] => [name, value]);
    return new Request(`http://localhost${target}`, { method, headers: fields, body: body ?? null });
  } catch {
    return undefined;
  }
}

interface Judged {
  /** 0 where there was none. */
  readonly status: number;
  readonly what?: string;
  /** Of what was created. */
  readonly id?: string;
}

async function judge(mock: Mock, fuzzed: FuzzedRequest, request: Request): Promise<Judged> {
  let response: Response;
  try {
    response = await mock.fetch(request);
  } catch (error) {
    return {
      status: 0,
      what: `nothing was answered: ${error instanceof Error ? error.stack : String(error)}`,
    };
  }
  const { status } = response;
  const text = await response.text();
  if (status >= 500 && !fuzzed.asksForFailure)
    return { status, what: `status ${status}: ${text.slice(0, 300)}` };
  if (!/json/.test(response.headers.get("content-type") ?? "") || text === "") return { status };
  const json = parsed(text);
  // What a page shows is answered in its own words, and those need not be JSON.
  if (json === undefined)
    return status < 400 ? { status } : { status, what: `no JSON: ${text.slice(0, 200)}` };
  const isError = typeof json.error?.code === "string";
  if (status >= 400 && !isError)
    return { status, what: `status ${status} without Graph's error: ${text.slice(0, 200)}` };
  return status === 201 && typeof json.id === "string" ? { status, id: json.id } : { status };
}

interface Answer {
  readonly id?: unknown;
  readonly error?: { readonly code?: unknown };
}

/** An answer's members; none where it is JSON of another kind, undefined where it is no JSON. */
function parsed(text: string): Answer | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : {};
  } catch {
    return undefined;
  }
}
