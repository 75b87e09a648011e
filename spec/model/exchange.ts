/** Requests and responses of a page, paired as API Doctor pairs them, and bare ones as a lower tier. */

import { isJsonObject, type JsonObject } from "../json.ts";
import type { Message, Page, RequestMessage, ResponseMessage } from "../page/index.ts";
import { readBody } from "./body.ts";
import type { HttpBlock } from "./http-block.ts";
import { checkMessage } from "./message-check.ts";
import type { Body, ExchangeRequest, ExchangeResponse } from "./model.ts";
import type { Report } from "./report.ts";
import { splitTarget, type Target } from "./template.ts";

/** An exchange before it is known which operation it is a case of. */
export interface PageExchange {
  readonly name: string;
  readonly tier: "documented" | "inferred";
  readonly alternative?: number;
  readonly heading: string;
  readonly target: Target;
  readonly request: ExchangeRequest;
  readonly response: ExchangeResponse;
  /** The response's annotation: what its body is said to be. */
  readonly annotation: JsonObject;
  readonly contractible: boolean;
}

interface OpenRequest {
  readonly block: HttpBlock;
  readonly message: RequestMessage;
  readonly status: "annotated" | "bare" | "ignored";
  readonly names: readonly string[];
  answers: number;
}

export function pairExchanges(page: Page, blocks: readonly HttpBlock[], report: Report): PageExchange[] {
  return new Pairing(page, report).run(blocks);
}

class Pairing {
  private readonly page: Page;
  private readonly report: Report;
  private readonly requests: OpenRequest[] = [];
  private readonly exchanges: PageExchange[] = [];
  private readonly names = new Map<string, number>();
  private readonly bodies = new Map<Message, { body?: Body; unreadable: boolean }>();

  constructor(page: Page, report: Report) {
    this.page = page;
    this.report = report;
  }

  run(blocks: readonly HttpBlock[]): PageExchange[] {
    for (const block of blocks) {
      if (block.role === "template" || block.role === "unused") continue;
      this.checkKind(block);
      for (const message of block.messages) {
        if (message.kind === "request") this.open(block, message);
        else this.answer(block, message);
      }
    }
    for (const request of this.requests)
      if (request.answers === 0 && request.status !== "ignored") this.unanswered(request);
    return this.exchanges;
  }

  private checkKind(block: HttpBlock): void {
    const line = block.code.line;
    const [first, second] = block.messages;
    if (second)
      this.report(
        "messages-in-one-block",
        "warning",
        line + second.line,
        "the response stands in the block of the request; give it a block of its own",
        { action: "the block is split" },
      );
    const said = block.blockType.includes("response") ? "response" : block.blockType;
    if ((said === "request" || said === "response") && first && first.kind !== said) {
      this.report(
        "block-type-mismatch",
        "warning",
        line,
        `the block is annotated as ${said}, but contains a ${first.kind}`,
        { action: "the content takes precedence" },
      );
    }
  }

  private open(block: HttpBlock, message: RequestMessage): void {
    const status = block.role === "ignored" ? "ignored" : block.blockType === "" ? "bare" : "annotated";
    if (block.blockType === "example") {
      this.report(
        "example-block",
        "info",
        block.code.line,
        "the block is annotated as example, but contains a request; annotate it as 'request'",
        { action: "no exchange is recorded" },
      );
      return;
    }
    this.requests.push({ block, message, status, names: namesOf(block), answers: 0 });
    checkMessage(block, message, this.report);
    if (block.requestLines.length > 1) {
      this.report(
        "request-lines-repeated",
        "warning",
        block.requestLines[1]?.line ?? block.code.line,
        "the example has more than one request line",
        { action: "the exchange has the first" },
      );
    }
  }

  private answer(block: HttpBlock, message: ResponseMessage): void {
    const nearest = this.requests.at(-1);
    if (block.role === "ignored") {
      if (!nearest || nearest.status === "annotated") return;
      nearest.answers += 1;
      if (nearest.status === "bare" && nearest.answers === 1)
        this.report(
          "response-ignored",
          "info",
          nearest.block.code.line,
          "the response is marked as ignored, but its request is not",
          { action: "no exchange is recorded" },
        );
      return;
    }
    checkMessage(block, message, this.report);
    const requests = this.requestsFor(block, nearest);
    if (requests.length === 0) {
      const ignored = nearest?.status === "ignored";
      this.report(
        "response-without-request",
        ignored ? "info" : "warning",
        block.code.line,
        ignored
          ? "the request is marked as ignored, but its response is not"
          : "no request precedes the response",
        {
          action: "no exchange is recorded",
        },
      );
      return;
    }
    for (const request of requests) this.pair(request, block, message);
  }

  private requestsFor(block: HttpBlock, nearest: OpenRequest | undefined): OpenRequest[] {
    const annotated = block.blockType !== "";
    const names = namesOf(block);
    if (annotated && names.length > 0) {
      const named = this.requests.filter(
        (request) => request.status === "annotated" && request.names.some((name) => names.includes(name)),
      );
      // A name used twice means the later request that has no answer yet.
      const open = named.filter((request) => request.answers === 0);
      if (named.length > 0)
        return names.length > 1
          ? open.length > 0
            ? open
            : named
          : [open[0] ?? (named.at(-1) as OpenRequest)];
      this.report(
        "response-name-unknown",
        "warning",
        block.code.line,
        `the response is named '${names.join(", ")}', but no request on this page is`,
        { action: "it is paired by position" },
      );
    }
    if (!nearest) return [];
    if (annotated) {
      if (nearest.status === "annotated") return [this.lastOpen("annotated") ?? nearest];
      const open = this.lastOpen("annotated");
      if (open) return [open];
      return nearest.status === "bare" && nearest.answers === 0 ? [nearest] : [];
    }
    return nearest.status === "ignored" ? [] : [nearest];
  }

  private lastOpen(status: OpenRequest["status"]): OpenRequest | undefined {
    return this.requests.findLast((request) => request.status === status && request.answers === 0);
  }

  private pair(request: OpenRequest, block: HttpBlock, message: ResponseMessage): void {
    request.answers += 1;
    const tier =
      request.status === "annotated" && (block.blockType !== "" || block === request.block)
        ? "documented"
        : "inferred";
    if (tier === "inferred") {
      this.report(
        "exchange-inferred",
        "info",
        request.block.code.line,
        "the request and its response have no annotations",
        { action: "the pair is recorded and marked as inferred" },
      );
    }
    const sent = this.bodyOf(request.block, request.message);
    const received = this.bodyOf(block, message);
    const target = splitTarget(request.message.target);
    this.exchanges.push({
      name: this.uniqueName(request),
      tier,
      ...(request.answers > 1 ? { alternative: request.answers } : {}),
      heading: request.block.heading,
      target,
      request: {
        place: this.place(request.block, request.message.line),
        method: request.message.method,
        path: target.path,
        ...(target.query === undefined ? {} : { query: target.query }),
        fields: request.message.fields,
        ...(sent.body ? { body: sent.body } : {}),
      },
      response: {
        place: this.place(block, message.line),
        status: message.status,
        fields: message.fields,
        ...(received.body && !this.forbidsBody(message, block) ? { body: received.body } : {}),
        truncated: block.code.annotation?.value.truncated === true,
      },
      annotation: isJsonObject(block.code.annotation?.value) ? block.code.annotation.value : {},
      contractible: !sent.unreadable && !received.unreadable,
    });
  }

  /** RFC 9110, sections 15.3.5 and 15.4.5: 204 and 304 have no content. */
  private forbidsBody(message: ResponseMessage, block: HttpBlock): boolean {
    if (message.status !== 204 && message.status !== 304) return false;
    if (message.body) {
      this.report(
        "body-forbidden",
        "error",
        block.code.line + 1 + message.body.line,
        `a ${message.status} response has a body`,
        { action: "the contract has no body" },
      );
    }
    return true;
  }

  private bodyOf(block: HttpBlock, message: Message): { body?: Body; unreadable: boolean } {
    // Further request lines are no body.
    if (message.kind === "request" && block.requestLines.length > 1) return { unreadable: false };
    const known = this.bodies.get(message);
    if (known) return known;
    const read = readBody(this.page, message, block.code.line + 1, this.report);
    this.bodies.set(message, read);
    return read;
  }

  private uniqueName(request: OpenRequest): string {
    const base = request.names[0] ?? `${this.page.name.replace(/^.*\//, "").replace(/\.md$/i, "")}-example`;
    const count = (this.names.get(base) ?? 0) + 1;
    this.names.set(base, count);
    if (count > 1 && request.names[0] !== undefined && request.answers === 1) {
      this.report(
        "name-repeated",
        "warning",
        request.block.code.annotation?.line ?? request.block.code.line,
        `two examples on this page are named '${base}'`,
        { action: `it is called ${base}-${count}` },
      );
    }
    return count === 1 ? base : `${base}-${count}`;
  }

  private unanswered(request: OpenRequest): void {
    this.report(
      "request-without-response",
      request.status === "annotated" ? "warning" : "info",
      request.block.code.line,
      "no response follows the request",
      { action: "no exchange is recorded" },
    );
  }

  private place(block: HttpBlock, line: number): { page: string; line: number } {
    return { page: this.page.name, line: block.code.line + 1 + line };
  }
}

function namesOf(block: HttpBlock): string[] {
  const name = block.code.annotation?.value.name;
  const names = Array.isArray(name) ? name : [name];
  return names.filter((item): item is string => typeof item === "string" && item !== "");
}
