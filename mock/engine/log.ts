/** The last exchanges, for whoever wants to see what happened. Tokens are taken out when an exchange is shown. */
import {
  isSecretName,
  REDACTED,
  redactJson,
  redactQuery,
  redactUrl,
  type Source,
} from "../../spec/openapi/index.ts";

export interface LogEntry {
  /** From 1, without gaps. */
  readonly number: number;
  /** ISO 8601. */
  readonly time: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly operationId?: string | undefined;
  /** 0 where the connection was dropped. */
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly request: Message;
  readonly response: Message;
  /** The page line that the answer comes from. */
  readonly source?: Source | undefined;
  /** What was wrong with a request that was refused. */
  readonly reason?: string | undefined;
}

export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  /** Cut after 16 Ki characters. */
  readonly body?: string;
}

/** An exchange as it is kept: headers are copied and cleaned only when somebody looks. */
export interface RawExchange {
  readonly time: Date;
  readonly method: string;
  readonly url: string;
  readonly operationId: string | undefined;
  readonly requestHeaders:
    | Iterable<readonly [string, string]>
    | Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly requestBody: string | undefined;
  readonly status: number;
  /** Kept whole: reading its headers would cost each request what only a look at the log needs. */
  readonly responseHeaders: { readonly headers: Headers } | undefined;
  readonly responseBody: string | undefined;
  readonly duration: number;
  readonly source: Source | undefined;
  readonly reason: string | undefined;
}

export interface Log {
  add(exchange: RawExchange): void;
  /** Oldest first. */
  entries(): LogEntry[];
  clear(): void;
  /** Calls back with each new exchange until the returned function is called. */
  subscribe(listener: (exchange: LogEntry) => void): () => void;
}

/** Characters of bodies that all entries together keep: a few hundred large lists must not fill the memory. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

export function createLog(size: number): Log {
  const ring: (LogEntry | undefined)[] = [];
  const lengths: number[] = [];
  let kept = 0;
  let oldest = 0;
  const drop = (index: number): void => {
    kept -= lengths[index] ?? 0;
    lengths[index] = 0;
    ring[index] = undefined;
  };
  const listeners = new Set<(exchange: LogEntry) => void>();
  const timeOf = createTimeText();
  let count = 0;
  return {
    add: (raw) => {
      count += 1;
      const bounded = {
        ...raw,
        requestBody: boundedCopy(raw.requestBody),
        responseBody: boundedCopy(raw.responseBody),
      };
      const exchange = new ShownExchange(count, bounded, timeOf);
      if (size > 0) {
        const index = (count - 1) % size;
        drop(index);
        ring[index] = exchange;
        lengths[index] = (bounded.requestBody?.length ?? 0) + (bounded.responseBody?.length ?? 0);
        kept += lengths[index] ?? 0;
        oldest = Math.max(oldest, count - size);
        for (; kept > MOST_CHARACTERS && oldest < count - 1; oldest += 1) drop(oldest % size);
      }
      for (const listener of listeners) listener(exchange);
    },
    entries: () => ring.filter((one) => one !== undefined).sort((a, b) => a.number - b.number),
    clear: () => {
      ring.length = 0;
      lengths.length = 0;
      kept = 0;
      oldest = 0;
      count = 0;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** ISO 8601, written once for all exchanges of a millisecond: a busy mock has dozens. */
function createTimeText(): (time: Date) => string {
  let last = Number.NaN;
  let text = "";
  return (time) => {
    const now = time.getTime();
    if (now !== last) {
      last = now;
      text = time.toISOString();
    }
    return text;
  };
}

const LONGEST = 16 * 1024;

/** A body as far as it is kept. A slice alone would keep the whole text alive behind it, so the part is written anew. */
function boundedCopy(body: string | undefined): string | undefined {
  if (body === undefined || body.length <= LONGEST) return body;
  return `${JSON.parse(JSON.stringify(body.slice(0, LONGEST)))}…`;
}

/** Tokens also travel in queries and bodies: what looks like a JSON Web Token is one. */
const JSON_WEB_TOKEN = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;

/** Reads from what was kept when it is asked: a line on a terminal does without headers and bodies. */
class ShownExchange implements LogEntry {
  readonly number: number;
  readonly #raw: RawExchange;
  readonly #timeOf: (time: Date) => string;

  constructor(number: number, raw: RawExchange, timeOf: (time: Date) => string) {
    this.number = number;
    this.#raw = raw;
    this.#timeOf = timeOf;
  }

  get time(): string {
    return this.#timeOf(this.#raw.time);
  }
  get method(): string {
    return this.#raw.method;
  }
  get url(): string {
    return clean(redactUrl(this.#raw.url));
  }
  get status(): number {
    return this.#raw.status;
  }
  get duration(): number {
    return Math.round(this.#raw.duration * 1000) / 1000;
  }
  get operationId(): string | undefined {
    return this.#raw.operationId === "" ? undefined : this.#raw.operationId;
  }
  get source(): Source | undefined {
    return this.#raw.source;
  }
  get reason(): string | undefined {
    return this.#raw.reason === undefined ? undefined : clean(this.#raw.reason);
  }
  get request(): Message {
    return message(this.#raw.requestHeaders, this.#raw.requestBody);
  }
  get response(): Message {
    return message(this.#raw.responseHeaders?.headers ?? [], this.#raw.responseBody);
  }

  toJSON(): object {
    const { number, time, method, url, status, duration, operationId, source, reason, request, response } =
      this;
    return { number, time, method, url, status, duration, operationId, source, reason, request, response };
  }
}

function message(headers: RawExchange["requestHeaders"], body: string | undefined): Message {
  const pairs =
    Symbol.iterator in headers
      ? [...(headers as Iterable<readonly [string, string]>)]
      : Object.entries(headers);
  const shown = pairs.flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    const text = typeof value === "string" ? value : value.join(", ");
    return [[name.toLowerCase(), isSecretName(name) ? REDACTED : clean(text)]];
  });
  const fields = Object.fromEntries(shown);
  if (!body) return { headers: fields };
  const isForm = fields["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  return { headers: fields, body: clean(isForm ? redactQuery(body) : redactJson(body)) };
}

function clean(text: string): string {
  return text.includes("eyJ") ? text.replace(JSON_WEB_TOKEN, REDACTED) : text;
}
