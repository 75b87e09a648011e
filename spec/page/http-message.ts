/**
 * HTTP messages as documentation writes them (RFC 9112 is what they mean): any line ends, with or without a version or a reason phrase,
 * a header without the blank line before the body, a target that holds spaces or goes on over several lines.
 */

export interface Field {
  readonly name: string;
  readonly value: string;
  /** From 0, within the text. */
  readonly line: number;
}

export interface MessageBody {
  /** Without the blank lines around it. */
  readonly text: string;
  readonly line: number;
}

export interface RequestMessage {
  readonly kind: "request";
  readonly line: number;
  /** Upper case. */
  readonly method: string;
  /** As written, without the version. */
  readonly target: string;
  readonly fields: readonly Field[];
  readonly body?: MessageBody;
  readonly problems: readonly MessageProblem[];
}

export interface ResponseMessage {
  readonly kind: "response";
  readonly line: number;
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly Field[];
  readonly body?: MessageBody;
  readonly problems: readonly MessageProblem[];
}

export type Message = RequestMessage | ResponseMessage;

export interface MessageProblem {
  readonly rule:
    | "blank-line-missing"
    | "header-malformed"
    | "header-empty"
    | "status-line-odd"
    | "method-case"
    | "method-space-missing";
  readonly line: number;
  readonly actual: string;
}

// All of these are for trimmed lines: a lazy match before optional white space takes quadratic time on a long run of it.
const REQUEST_LINE =
  /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|get|post|put|patch|delete|Get|Post|Put|Patch|Delete)(\s+|(?=https?:\/\/|\/))(\S.*)$/s;
const VERSION = /\sHTTP\/\d(?:\.\d)?$/;
const STATUS_LINE = /^HTTP(?:\/\d(?:\.\d)?\.?|\s+code:?)?[\s:]+([1-5]\d\d)\b[\s,:]*(.*)$/is;
const PLAIN_STATUS_LINE = /^HTTP\/\d(?:\.\d)?\s+[1-5]\d\d\b/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:(?!\/\/)(.*)$/s;
const MOST_TARGET_LINES = 40;

export function isRequestLine(line: string): boolean {
  return REQUEST_LINE.test(line.trim());
}

export function isStatusLine(line: string): boolean {
  return STATUS_LINE.test(line.trim());
}

/** Every message of a code block, in order; empty where the text is no HTTP message. A request and its response may share a block. */
export function readMessages(text: string): Message[] {
  const lines = text.split("\n");
  const starts: number[] = [];
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0 || !(isRequestLine(lines[first] ?? "") || isStatusLine(lines[first] ?? ""))) return [];
  starts.push(first);
  for (let index = first + 1; index < lines.length; index += 1) {
    if (PLAIN_STATUS_LINE.test((lines[index] ?? "").trim())) starts.push(index);
  }
  return starts.map((start, index) => {
    const part = lines.slice(start, starts[index + 1] ?? lines.length);
    return isStatusLine(part[0] ?? "") ? readResponse(part, start) : readRequest(part, start);
  });
}

function readRequest(lines: readonly string[], offset: number): RequestMessage {
  const match = REQUEST_LINE.exec((lines[0] ?? "").trim());
  const problems: MessageProblem[] = [];
  const method = match?.[1] ?? "";
  if (method !== method.toUpperCase()) problems.push({ rule: "method-case", line: offset, actual: method });
  if (match?.[2] === "")
    problems.push({ rule: "method-space-missing", line: offset, actual: lines[0]?.trim() ?? "" });
  const { target, next } = readTarget(match?.[3] ?? "", lines);
  const { fields, body } = readRest(lines, next, offset, problems);
  return {
    kind: "request",
    line: offset,
    method: method.toUpperCase(),
    target,
    fields,
    problems,
    ...(body ? { body } : {}),
  };
}

/** A target goes on where a parenthesis is still open, or where the next line starts like a query. */
function readTarget(start: string, lines: readonly string[]): { target: string; next: number } {
  let target = withoutVersion(start);
  let next = 1;
  while (next < lines.length && next < MOST_TARGET_LINES) {
    const line = lines[next]?.trim() ?? "";
    const open = count(target, "(") > count(target, ")") || count(target, "[") > count(target, "]");
    if (line === "" || !(open || /^[?&]/.test(line) || (/[?&,]$/.test(target) && !FIELD.test(line)))) break;
    target += line;
    next += 1;
  }
  return { target: withoutVersion(target), next };
}

function withoutVersion(target: string): string {
  return target.replace(VERSION, "").trimEnd();
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

function readResponse(lines: readonly string[], offset: number): ResponseMessage {
  const match = STATUS_LINE.exec((lines[0] ?? "").trim());
  const problems: MessageProblem[] = [];
  if (!PLAIN_STATUS_LINE.test((lines[0] ?? "").trim()))
    problems.push({ rule: "status-line-odd", line: offset, actual: lines[0]?.trim() ?? "" });
  const { fields, body } = readRest(lines, 1, offset, problems);
  return {
    kind: "response",
    line: offset,
    status: Number(match?.[1]),
    reason: match?.[2] ?? "",
    fields,
    problems,
    ...(body ? { body } : {}),
  };
}

/** Header fields, then the body: after a blank line, or at the first line that is no field. */
function readRest(
  lines: readonly string[],
  start: number,
  offset: number,
  problems: MessageProblem[],
): { fields: Field[]; body?: MessageBody } {
  const fields: Field[] = [];
  let index = start;
  // Some pages leave a blank line between the start line and the header.
  if (lines[index]?.trim() === "") {
    const next = lines.findIndex((line, at) => at >= index && line.trim() !== "");
    if (next > 0 && FIELD.test((lines[next] ?? "").trim())) index = next;
  }
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") break;
    const match = FIELD.exec(line.trim());
    if (match) {
      addField(fields, match[1] ?? "", match[2]?.trim() ?? "", offset + index, problems);
      continue;
    }
    if (isMalformedField(line)) {
      problems.push({ rule: "header-malformed", line: offset + index, actual: line.trim() });
      continue;
    }
    problems.push({ rule: "blank-line-missing", line: offset + index, actual: line.trim() });
    break;
  }
  const body = trimBody(lines, index, offset);
  // A last line without blank line and body is a stray word, not a missing blank line; the body says so.
  return body ? { fields, body } : { fields };
}

function addField(
  fields: Field[],
  name: string,
  value: string,
  line: number,
  problems: MessageProblem[],
): void {
  if (value === "") {
    problems.push({ rule: "header-empty", line, actual: name });
    return;
  }
  const same = fields.findIndex((field) => field.name.toLowerCase() === name.toLowerCase());
  const before = fields[same];
  // RFC 9110, section 5.3: a repeated field is a list.
  if (before) fields[same] = { ...before, value: `${before.value}, ${value}` };
  else fields.push({ name, value, line });
}

/** `Content-type application/json`: a known field whose colon was forgotten. */
function isMalformedField(line: string): boolean {
  return /^(?:content-(?:type|length)|authorization|accept|prefer|if-match|location)\s+\S/i.test(line);
}

function trimBody(lines: readonly string[], start: number, offset: number): MessageBody | undefined {
  let first = start;
  let last = lines.length;
  while (first < last && lines[first]?.trim() === "") first += 1;
  while (last > first && lines[last - 1]?.trim() === "") last -= 1;
  return first < last ? { text: lines.slice(first, last).join("\n"), line: offset + first } : undefined;
}

/** The value of a field, its name in any case. */
export function fieldValue(message: Message, name: string): string | undefined {
  return message.fields.find((field) => field.name.toLowerCase() === name)?.value;
}
