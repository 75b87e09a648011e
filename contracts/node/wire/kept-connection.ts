import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";

/** One connection for several exchanges, as clients keep one. Bytes that come over it between two exchanges belong to no answer. */
export class KeptConnection {
  readonly agent: http.Agent;
  readonly #idle = new WeakMap<Socket, { bytes: number; readonly count: (chunk: Buffer) => void }>();

  constructor(protocol: string) {
    const client = protocol === "https:" ? https : http;
    this.agent = new client.Agent({ keepAlive: true, maxSockets: 1 });
  }

  /** An exchange is over: what comes now is counted. */
  rest(socket: Socket): void {
    const idle = {
      bytes: 0,
      count: (chunk: Buffer): void => {
        idle.bytes += chunk.length;
      },
    };
    this.#idle.set(socket, idle);
    socket.on("data", idle.count);
  }

  /** Another exchange begins: how many bytes came in between. */
  resume(socket: Socket): number {
    const idle = this.#idle.get(socket);
    if (!idle) return 0;
    socket.removeListener("data", idle.count);
    this.#idle.delete(socket);
    return idle.bytes;
  }

  close(): void {
    this.agent.destroy();
  }
}
