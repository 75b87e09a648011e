import { Client, type Context, HTTPMessageHandler, type Middleware } from "@microsoft/microsoft-graph-client";

/** The client leaves out its token over http, unless a chain of its own sends it. */
class Token implements Middleware {
  #next: Middleware | undefined;

  async execute(context: Context): Promise<void> {
    const headers = new Headers(context.options?.headers as Record<string, string>);
    headers.set("Authorization", "Bearer token");
    context.options = { ...context.options, headers: Object.fromEntries(headers) };
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }
}

/** Microsoft's client for a mock at that origin, with more middleware between the token and the network. */
export function graphClient(origin: string, ...middleware: readonly Middleware[]): Client {
  return Client.initWithMiddleware({
    baseUrl: `${origin}/`,
    defaultVersion: "beta",
    middleware: [new Token(), ...middleware, new HTTPMessageHandler()],
  });
}
