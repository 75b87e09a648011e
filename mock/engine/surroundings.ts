/**
 * What a server tells of a request beside the request itself, in the shape that @hono/node-server hands on. Embedded in a test
 * or a browser there is none of it.
 */
export interface Surroundings {
  readonly incoming?: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly socket?: { readonly remoteAddress?: string | undefined; destroy?(): unknown };
    /** Where the server has read the body before it asks: the answer can then be given at once. */
    readonly received?: ReceivedBody | undefined;
  };
}

export interface ReceivedBody {
  /** Bytes, all of them. */
  readonly size: number;
  /** Decoded from UTF-8; of a body beyond the bound the server may keep nothing. */
  readonly text: string;
  /** As they came. */
  readonly bytes?: Uint8Array;
}

export type HeaderReader = (name: string) => string | undefined;

/** The server's own table of headers where there is one: making a `Headers` object for each request costs more than the answer. */
export function headerReader(request: Request, surroundings: Surroundings | undefined): HeaderReader {
  const table = surroundings?.incoming?.headers;
  if (!table) return (name) => request.headers.get(name) ?? undefined;
  return (name) => {
    const value = table[name];
    return typeof value === "string" ? value : value?.join(", ");
  };
}

/** Whether the request comes from this machine; one that came over no network does. */
export function isLocal(surroundings: Surroundings | undefined): boolean {
  const address = surroundings?.incoming?.socket?.remoteAddress;
  if (surroundings?.incoming === undefined) return true;
  return address !== undefined && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}

/** What a Hono app gives to its handlers. */
export type Environment = { Bindings: Surroundings };
