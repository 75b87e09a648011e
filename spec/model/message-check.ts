/** What is odd about one message, whatever it is paired with. */
import type { Message, ResponseMessage } from "../page/index.ts";
import { isJsonMediaType, mediaTypeOf } from "./body.ts";
import type { HttpBlock } from "./http-block.ts";
import { isReasonPhrase, reasonPhrase } from "./reason-phrase.ts";
import type { Report } from "./report.ts";

export function checkMessage(block: HttpBlock, message: Message, report: Report): void {
  reportProblems(block, message, report);
  checkBody(block, message, report);
}

function reportProblems(block: HttpBlock, message: Message, report: Report): void {
  const what = message.kind;
  for (const problem of message.problems) {
    if (problem.rule === "blank-line-missing" && block.requestLines.length > 1) continue;
    const line = block.code.line + 1 + problem.line;
    const [severity, reason, action] = PROBLEMS[problem.rule](what);
    report(problem.rule, severity, line, reason, { actual: problem.actual, action });
  }
}

/** A body where none is expected (RFC 9110, sections 9.3.1 and 9.3.5), and none where one is promised. */
function checkBody(block: HttpBlock, message: Message, report: Report): void {
  if (message.kind === "request") {
    if (!message.body || block.requestLines.length > 1 || !/^(?:GET|HEAD|DELETE)$/.test(message.method))
      return;
    report(
      "body-unexpected",
      "warning",
      block.code.line + 1 + message.body.line,
      `a ${message.method} request has a body`,
      { action: "it is kept in the contract" },
    );
    return;
  }
  const line = block.code.line + 1 + message.line;
  const stranger = strangeReason(message);
  if (stranger)
    report(
      "reason-phrase",
      "warning",
      line,
      `status ${message.status} is called '${message.reason}'; its reason phrase is '${stranger}'`,
      { action: "the status code is used" },
    );
  const annotation = block.code.annotation?.value ?? {};
  const promised = typeof annotation["@odata.type"] === "string" && annotation.isEmpty !== true;
  const hasContent = message.status >= 200 && message.status < 300 && message.status !== 204;
  if (message.body || !hasContent || !(promised || isJsonMediaType(mediaTypeOf(message) ?? ""))) return;
  report(
    "body-missing",
    "warning",
    line,
    `the response has no body, but its ${promised ? `annotation promises ${String(annotation["@odata.type"])}` : "Content-Type promises JSON"}`,
    { action: "the contract does not mention a body" },
  );
}

const PROBLEMS: Readonly<
  Record<Message["problems"][number]["rule"], (what: string) => ["warning" | "info", string, string]>
> = {
  "blank-line-missing": (what) => [
    "warning",
    `no blank line separates the header of the ${what} from its body`,
    "the body starts at the first line that is no header field",
  ],
  "header-malformed": (what) => [
    "warning",
    `a header field of the ${what} has no colon; write 'name: value'`,
    "the line is left out",
  ],
  "header-empty": (what) => ["warning", `a header field of the ${what} is empty`, "the field is left out"],
  "status-line-odd": () => [
    "warning",
    "the status line is malformed; write 'HTTP/1.1 <code> <reason>'",
    "its status code is used",
  ],
  "method-case": () => ["warning", "the method is not in capitals", "it is read in capitals"],
  "method-space-missing": () => [
    "warning",
    "no space separates the method from the address",
    "they are separated",
  ],
};

/** The code's own phrase, where the message has that of another code. Any other wording is nobody's business (RFC 9112, section 4). */
function strangeReason({ status, reason }: ResponseMessage): string | undefined {
  const own = reasonPhrase(status);
  const said = reason.toLowerCase();
  return said !== own.toLowerCase() && isReasonPhrase(said) ? own : undefined;
}
