import type { ReportedFinding } from "../../../contracts/index.ts";
import type { ProxiedExchange, ProxyEvent, Summary } from "../../../contracts/node/index.ts";
import { plural, type Source } from "../../../spec/index.ts";
import { colours } from "../../terminal/colours.ts";
import type { Output } from "../../terminal/io.ts";
import { printable } from "../../terminal/printable.ts";
import { groundText } from "../verify/terminal.ts";

/** Writes what happens as it happens: each deviation in full, each hint once, nothing of exchanges that are as documented. */
export function createLog(output: Output): (event: ProxyEvent) => void {
  const hints = new Set<string>();
  const paint = colours(output);
  return (event) => {
    if (event.kind === "undocumented") {
      output.write(`${event.method} ${printable(event.path)} ${event.status}: no page documents it\n`);
      return;
    }
    if (event.kind !== "exchange") {
      output.write(`${event.method} ${printable(event.path)}: ${printable(event.reason)}\n`);
      return;
    }
    const { exchange } = event;
    const lines = [
      ...findings(exchange, "request", exchange.request, hints),
      ...findings(exchange, "answer", exchange.answer, hints),
    ];
    if (exchange.bodyUnjudged) lines.push("  the answer's body is too large to be judged");
    if (lines.length === 0) return;
    const { method, path, status, replaced } = exchange;
    const got = status === undefined ? "no answer" : String(status);
    const instead = replaced && status !== undefined ? ", replaced by 502" : "";
    output.write(`${paint.strong(`${method} ${printable(path)}`)} ${got}${instead}\n${lines.join("\n")}\n`);
  };
}

function findings(
  { method, status }: ProxiedExchange,
  side: "request" | "answer",
  found: readonly ReportedFinding[],
  hints: Set<string>,
): readonly string[] {
  return found.flatMap((finding) => {
    const { message, expected, actual, basis, citation } = finding;
    const hint = basis === "advisory";
    if (hint) {
      const key = `${side} ${method} ${status} ${message} ${groundText(citation)}`;
      if (hints.has(key)) return [];
      hints.add(key);
    }
    // A schema's message says itself what was expected.
    const wanted = message.includes(expected) ? "" : `expected ${printable(expected)}, `;
    return [
      `  ${(hint ? "hint" : side).padEnd(8)} ${printable(message)}: ${wanted}got ${printable(actual)}`,
      `           ${hint ? "" : `${basis} `}${printable(groundText(citation))}`,
    ];
  });
}

const LISTED = 20;

/** Exchanges, deviations, operations never seen, and what no page documents. */
export function renderSummary(summary: Summary, place: (source: Source) => string): string {
  const { exchanges, deviatingAnswers, deviatingRequests, unanswered, unseen, undocumented, operations } =
    summary;
  const parts = [
    plural(exchanges, "exchange"),
    `${plural(deviatingAnswers, "answer")} and ${plural(deviatingRequests, "request")} with deviations`,
    ...(unanswered > 0 ? [`${plural(unanswered, "request")} without an answer`] : []),
  ];
  const lines = ["", parts.join(", ")];
  if (unseen.length > 0) {
    lines.push(`Never seen: ${unseen.length} of ${plural(operations, "operation")}`);
    for (const { method, path, operation } of unseen.slice(0, LISTED))
      lines.push(`  ${method} ${path}  ${place(operation["x-source"])}`);
    if (unseen.length > LISTED) lines.push(`  and ${unseen.length - LISTED} more`);
  }
  if (undocumented.length > 0) {
    lines.push("On no page:");
    for (const [name, count] of undocumented.slice(0, LISTED))
      lines.push(`  ${printable(name)}  ${plural(count, "time")}`);
    if (undocumented.length > LISTED) lines.push(`  and ${undocumented.length - LISTED} more`);
  }
  return `${lines.join("\n")}\n`;
}
