import type { DescribedOperation } from "../../../spec/openapi/index.ts";
import type { Judged } from "../../judge/index.ts";

/** What passed by, in numbers and names. */
export interface Summary {
  readonly exchanges: number;
  /** Answers that were wrong, and requests that were. */
  readonly deviatingAnswers: number;
  readonly deviatingRequests: number;
  /** Requests that got no answer from the upstream. */
  readonly unanswered: number;
  /** Operations of the description in its order. */
  readonly operations: number;
  readonly unseen: readonly DescribedOperation[];
  /** `GET /beta/me` that no page documents, with how often it came. */
  readonly undocumented: readonly (readonly [name: string, count: number])[];
}

/** So many undocumented requests are told apart; the rest are only counted among the exchanges. */
const MOST_NAMES = 1000;

export class Tally {
  #exchanges = 0;
  #deviatingAnswers = 0;
  #deviatingRequests = 0;
  #unanswered = 0;
  readonly #seen = new Set<string>();
  readonly #undocumented = new Map<string, number>();

  exchange({ request, answer }: Judged): void {
    this.#exchanges += 1;
    if (request.some(({ basis }) => basis !== "advisory")) this.#deviatingRequests += 1;
    if (answer.some(({ basis }) => basis !== "advisory")) this.#deviatingAnswers += 1;
  }

  unanswered(): void {
    this.#unanswered += 1;
  }

  seen(operationId: string): void {
    this.#seen.add(operationId);
  }

  /** Whether it is the first of its kind: ids and numbers in the path make no other kind. */
  undocumented(method: string, path: string): boolean {
    const name = `${method} ${kindOf(path)}`;
    const count = this.#undocumented.get(name) ?? 0;
    if (count === 0 && this.#undocumented.size >= MOST_NAMES) return false;
    this.#undocumented.set(name, count + 1);
    return count === 0;
  }

  summary(operations: ReadonlyMap<string, DescribedOperation>): Summary {
    return {
      exchanges: this.#exchanges,
      deviatingAnswers: this.#deviatingAnswers,
      deviatingRequests: this.#deviatingRequests,
      unanswered: this.#unanswered,
      operations: operations.size,
      unseen: [...operations.values()].filter(({ operationId }) => !this.#seen.has(operationId)),
      undocumented: [...this.#undocumented],
    };
  }
}

/** The path with what looks like an id left open: a segment with a digit or an `@`, or a very long one. A version (`v1.0`) is none. */
export function kindOf(path: string): string {
  return path
    .split("/")
    .map((segment) => {
      if (/^v\d+(?:\.\d+)?$/.test(segment)) return segment;
      return /\d|@|%40/.test(segment) || segment.length > 60 ? "{…}" : segment;
    })
    .join("/");
}
