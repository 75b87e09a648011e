import { Buffer } from "node:buffer";
import { IncomingMessage } from "node:http";
import { MOST_BODY, type ReceivedBody } from "../../../mock/index.ts";

/** Of a body that is too long, so many bytes are still taken. */
const MOST_UNWANTED = 64 * 1024 * 1024;

const NOTHING: Buffer = Buffer.alloc(0);

/** A file is never made a text of. */
class TakenBody implements ReceivedBody {
  readonly size: number;
  readonly bytes: Buffer;

  constructor(size: number, bytes: Buffer) {
    this.size = size;
    this.bytes = bytes;
  }

  get text(): string {
    return this.size > MOST_BODY ? "" : this.bytes.toString("utf8");
  }
}

/**
 * A request that takes in its body before anybody is asked for an answer. What is refused (413, or 401 to a long body) must wait for
 * the end of the request anyway: a connection that is closed on a client who still sends is reset, and the answer is lost with it
 * (RFC 9112, section 9.6).
 */
export class ReceivingMessage extends IncomingMessage {
  /** Set once the whole body has come, or too much of it. */
  received?: ReceivedBody | undefined = undefined;
  #first: Buffer = NOTHING;
  #more: Buffer[] | undefined;
  #size = 0;
  #whole: (() => void) | undefined;

  /** Bytes that are kept: what is put may be a file. */
  get #most(): number {
    return this.method === "PUT" || this.method === "PATCH" ? MOST_UNWANTED : MOST_BODY;
  }

  /** Calls back when there is nothing more to come. */
  receive(whole: () => void): void {
    const { headers } = this;
    if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
      this.received = new TakenBody(0, NOTHING);
      whole();
      return;
    }
    this.#whole = whole;
    this.on("data", this.#take);
    this.on("end", this.#finish);
  }

  #take(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size === chunk.length) this.#first = chunk;
    else if (this.#size <= this.#most) {
      this.#more ??= [];
      this.#more.push(chunk);
    }
    if (this.#size > MOST_UNWANTED) this.#finish();
  }

  #finish(): void {
    if (this.received) return;
    // Most bodies come in one piece.
    const bytes = this.#more ? Buffer.concat([this.#first, ...this.#more]) : this.#first;
    this.received = new TakenBody(this.#size, this.#size > this.#most ? NOTHING : bytes);
    this.#first = NOTHING;
    this.#more = undefined;
    this.#whole?.();
  }
}
