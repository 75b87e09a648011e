import { Buffer } from "node:buffer";
import type http from "node:http";

/** Keeps what streams by, up to a bound: the whole of it or nothing. */
export class BoundedCopy {
  #chunks: Buffer[] = [];
  #size = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#limit) this.#chunks = [];
    else this.#chunks.push(chunk);
  }

  get size(): number {
    return this.#size;
  }

  /** Undefined where there was more than the bound. */
  bytes(): Buffer | undefined {
    return this.#size > this.#limit ? undefined : Buffer.concat(this.#chunks);
  }
}

/** The beginning of a message's body: all of it, where it ends or breaks within the bound. */
export interface Beginning {
  readonly bytes: Buffer;
  readonly state: "ended" | "broken" | "more";
}

/** Reads a body up to a bound, at which the message is paused. */
export function readBeginning(message: http.IncomingMessage, limit: number): Promise<Beginning> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (state: Beginning["state"]): void => {
      message.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onClose);
      resolve({ bytes: Buffer.concat(chunks), state });
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      message.pause();
      finish("more");
    };
    const onEnd = (): void => finish(message.complete ? "ended" : "broken");
    const onBroken = (): void => finish("broken");
    const onClose = (): void => finish(message.complete ? "ended" : "broken");
    message.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onClose);
  });
}
