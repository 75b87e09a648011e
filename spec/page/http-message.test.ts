import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldValue, isRequestLine, isStatusLine, readMessages } from "./http-message.ts";

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/);
const fieldText = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
const fields = fc.uniqueArray(fc.tuple(token, fieldText), {
  maxLength: 5,
  selector: ([name]) => name.toLowerCase(),
});
/** Starts like JSON or markup: what starts like a field may as well be one. */
const body = fc.option(
  fc
    .tuple(
      fc.constantFrom("{", "[", "<"),
      fc.array(fc.stringMatching(/^[a-z0-9}][ -~]{0,20}$/), { maxLength: 5 }),
    )
    .map(([first, lines]) => [first, ...lines.map((line) => line.trimEnd())].join("\n")),
  { nil: undefined },
);

describe("HTTP messages", () => {
  it("are read back as they were written", () => {
    const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE");
    const target = fc.stringMatching(/^\/[a-z0-9/{}$'=?&._-]{0,30}[a-z0-9]$/);
    fc.assert(
      fc.property(
        method,
        target,
        fields,
        body,
        fc.constantFrom("", " HTTP/1.1"),
        (verb, path, header, content, version) => {
          const lines = [`${verb} ${path}${version}`, ...header.map(([name, value]) => `${name}: ${value}`)];
          const text = content === undefined ? lines.join("\n") : [...lines, "", content].join("\n");
          const [message, ...more] = readMessages(text);
          expect(more).toEqual([]);
          expect(message).toMatchObject({
            kind: "request",
            method: verb,
            target: path,
            line: 0,
            problems: [],
          });
          expect(message?.fields.map(({ name, value }) => [name, value])).toEqual(header);
          expect(message?.body?.text).toBe(content);
          if (content !== undefined) expect(message?.body?.line).toBe(lines.length + 1);
          for (const [name, value] of header)
            expect(message && fieldValue(message, name.toLowerCase())).toBe(value);
        },
      ),
    );
  });

  it("answer with status, reason, fields and body, on the right lines", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fields,
        body,
        fc.nat(3),
        (status, header, content, blank) => {
          const lines = [
            `HTTP/1.1 ${status} Some Reason`,
            ...header.map(([name, value]) => `${name}:${value}`),
          ];
          const text = `${"\n".repeat(blank)}${[...lines, "", content ?? ""].join("\n")}\n`;
          const [message] = readMessages(text);
          expect(message).toMatchObject({ kind: "response", status, reason: "Some Reason", line: blank });
          expect(message?.fields.map(({ line }) => line)).toEqual(
            header.map((_, index) => blank + 1 + index),
          );
          expect(message?.body?.text).toBe(content);
        },
      ),
    );
  });

  it("never throw and never lose a line's place", () => {
    const line = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        "GET /a",
        "HTTP/1.1 200 OK",
        "Content-Type: x/y",
        "{",
        "}",
        "",
        "get /b HTTP/2",
        "HTTP code: 204",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join("\n");
        const count = text.split("\n").length;
        for (const message of readMessages(text)) {
          const places = [
            message.line,
            message.body?.line ?? 0,
            ...message.fields.map((field) => field.line),
          ];
          for (const place of [...places, ...message.problems.map((problem) => problem.line)])
            expect(place >= 0 && place < count).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["HTTP/1.1 200", 200],
    ["HTTP/1.1. 202 Accepted", 202],
    ["HTTP code: 204", 204],
    ["HTTP/2 404 Not Found", 404],
    ["http/1.1 201 created", 201],
  ])("%s is a status line", (text, status) => {
    expect(readMessages(text)[0]).toMatchObject({ kind: "response", status });
  });

  it("knows what is no start line", () => {
    for (const text of ["HTTP/1.1 999 Beyond", "HTTP", "GETTING /a", "Get up", "", "{}"]) {
      expect(isStatusLine(text), text).toBe(false);
      if (text !== "Get up") expect(isRequestLine(text), text).toBe(false);
    }
  });

  it("takes a target over several lines, and its header after a blank line", () => {
    const [message] = readMessages("GET /a?$filter=x\n  &$top=2\n\nPrefer: b\n\n{}");
    expect(message).toMatchObject({ target: "/a?$filter=x&$top=2" });
    expect(message && fieldValue(message, "prefer")).toBe("b");
    expect(message?.body).toEqual({ text: "{}", line: 5 });
  });

  it("starts the body at the first line that is no field", () => {
    const [message] = readMessages('HTTP/1.1 200 OK\nContent-Type: application/json\n{\n  "a": 1\n}');
    expect(message?.body).toEqual({ text: '{\n  "a": 1\n}', line: 2 });
    expect(message?.problems.map(({ rule }) => rule)).toEqual(["blank-line-missing"]);
  });

  it("joins repeated fields", () => {
    const [message] = readMessages("GET /a\nPrefer: b\nprefer: c");
    expect(message && fieldValue(message, "prefer")).toBe("b, c");
  });

  it("keeps a page's time with a hundred thousand spaces", () => {
    const space = " ".repeat(100_000);
    expect(readMessages(`GET /a${space}\u00a0b`)).toHaveLength(1);
    expect(readMessages(`HTTP/1.1 200 OK\nx:${space}y${space}`)).toHaveLength(1);
    expect(isStatusLine(`HTTP/1.1${space}x`)).toBe(false);
  });
});
