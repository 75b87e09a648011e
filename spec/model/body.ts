/** What a message of an example carries: JSON that reads beyond doubt, or text as it is. */
import type { Message, Page } from "../page/index.ts";
import { fieldValue, readJsonText, words } from "../page/index.ts";
import type { Body } from "./model.ts";
import type { Report } from "./report.ts";
import { type Skeleton, skeletonsIn } from "./skeleton.ts";

export interface ReadBody {
  readonly body?: Body;
  /** Whether the body is lost: something stands there that nobody can read, so that no contract can rest on it. */
  readonly unreadable: boolean;
}

/** `offset` is the page's line of the message's first line (from 1), less the message's own line. */
export function readBody(page: Page, message: Message, offset: number, report: Report): ReadBody {
  const written = message.body;
  const declared = mediaTypeOf(message);
  checkLength(message, offset, report);
  if (!written) return { unreadable: false };
  const line = offset + written.line;
  const place = { page: page.name, line };
  const looksLikeJson = /^[[{"]|^(?:-?\d[\d.eE+-]*|true|false|null)$/.test(written.text);
  const isJson = declared === undefined ? looksLikeJson : isJsonMediaType(declared);
  if (!isJson && !/^\s*[{[]/.test(written.text)) {
    if (isPlaceholderBody({ text: written.text })) {
      report("body-placeholder", "info", line, "the body is still a placeholder", {
        actual: written.text,
        action: "it is no example of the body",
      });
    }
    return { unreadable: false, body: { place, mediaType: declared ?? "text/plain", text: written.text } };
  }
  const read = readJsonText(written.text);
  if (!isJson && !read.certain)
    return { unreadable: false, body: { place, mediaType: declared ?? "text/plain", text: written.text } };
  if (declared === undefined) {
    report("content-type-missing", "warning", line, "the message has a JSON body, but no Content-Type", {
      action: "application/json is assumed",
    });
  } else if (!isJson) {
    report(
      "content-type-mismatch",
      "warning",
      line,
      `the body is JSON, but its Content-Type is '${declared}'`,
      { action: "the body takes precedence" },
    );
  }
  for (const problem of read.problems.slice(0, 1)) {
    report(
      `json-${problem.defect}`,
      read.certain ? "warning" : "error",
      line + problem.line,
      `the body is not valid JSON: ${words(problem.defect)}`,
      {
        action: read.certain ? "it was still parsed" : "no contract rests on the body",
      },
    );
  }
  if (!read.certain || read.value === undefined) return { unreadable: true };
  const skeletons = skeletonsIn(read.value);
  reportSkeletons(skeletons, written.text, line, report);
  return {
    unreadable: false,
    body: {
      place,
      mediaType: isJson ? (declared ?? "application/json") : "application/json",
      json: read.value,
      text: written.text,
      ...(skeletons.length > 0 ? { placeholders: skeletons.map(({ pointer }) => pointer) } : {}),
    },
  };
}

function reportSkeletons(skeletons: readonly Skeleton[], text: string, line: number, report: Report): void {
  const [first, ...others] = skeletons;
  if (!first) return;
  const at = Math.max(0, text.indexOf(`${JSON.stringify(first.name)}`));
  report(
    "example-placeholder",
    "info",
    line + text.slice(0, at).split("\n").length - 1,
    `Unexpected placeholder for '${first.name}'${others.length > 0 ? ` and ${others.length} more` : ""} in the body, expected values`,
    {
      actual: JSON.stringify(first.value).slice(0, 200),
      action: "nothing is inferred from placeholders, and none is sent",
    },
  );
}

/** `<binary data>`, `{image}` or `[content]`: one pair of brackets around words, and no markup. */
export function isPlaceholderBody(body: Pick<Body, "json" | "text">): boolean {
  return (
    body.json === undefined &&
    /^(?:<[^<>/\n]{1,200}>|\{[^{}":\n]{1,200}\}|\[[^[\]{"\n]{1,200}\])$/.test(body.text)
  );
}

/** Lower case, without parameters. */
export function mediaTypeOf(message: Message): string | undefined {
  const value = fieldValue(message, "content-type")?.split(";")[0]?.trim().toLowerCase();
  return value !== undefined && /^[\w.+-]+\/[\w.+*-]+$/.test(value) ? value : undefined;
}

export function isJsonMediaType(mediaType: string): boolean {
  return /^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(mediaType);
}

/** Most documented lengths count a carriage return for every line; none is ever recorded. */
function checkLength(message: Message, offset: number, report: Report): void {
  const field = message.fields.find(({ name }) => name.toLowerCase() === "content-length");
  if (!field || !/^\d+$/.test(field.value)) return;
  const documented = Number(field.value);
  const text = message.body?.text ?? "";
  const bytes = new TextEncoder().encode(text).length;
  if (documented === bytes) return;
  const line = offset + field.line;
  const withCarriageReturns = bytes + text.split("\n").length - 1;
  const more = { actual: field.value, expected: String(bytes), action: "no length is recorded" };
  if (text === "")
    report(
      "content-length-without-body",
      "info",
      line,
      `Content-Length is ${documented}, but there is no body`,
      more,
    );
  else if (documented === withCarriageReturns) {
    report(
      "content-length-crlf",
      "info",
      line,
      `Content-Length is ${documented}, but the body has ${bytes} bytes; the number fits only with CRLF line ends`,
      more,
    );
  } else
    report(
      "content-length-stale",
      "info",
      line,
      `Content-Length is ${documented}, but the body has ${bytes} bytes`,
      more,
    );
}
