import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonText } from "./json-text.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("readJsonText", () => {
  it("reads whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readJsonText(bytes(JSON.stringify(value)))).toEqual({
          value: JSON.parse(JSON.stringify(value)),
        });
      }),
    );
  });

  it.each([
    ["", "the body is empty"],
    ["\ufeff{}", "the body begins with a byte order mark"],
    [" \n", "the body is not JSON: only white space"],
    ["<p>", "the body is not JSON: it looks like HTML or XML"],
    ['{"a":', "the body is not JSON: it ends too early"],
    ['{"a":1} x', "the body is not JSON: something follows it at byte 8"],
    ["{'a':1}", /unexpected character/],
    ['{"a":1,}', /unexpected character/],
    ['{"a":1,"a":2}', 'an object of the body has the name "a" twice'],
    ['{"b":[{"\\u0061":1,"a":2}]}', 'an object of the body has the name "a" twice'],
  ])("finds fault with %j", (text, fault) => {
    const read = readJsonText(bytes(text));
    expect("fault" in read && read.fault).toEqual(
      typeof fault === "string" ? fault : expect.stringMatching(fault),
    );
  });

  it("takes the same name in different objects", () => {
    expect(readJsonText(bytes('{"a":{"a":1},"b":[{"a":2},{"a":3}]}'))).toHaveProperty("value");
  });

  it("tells bytes that are not UTF-8", () => {
    expect(readJsonText(Uint8Array.of(0x22, 0xe9, 0x22))).toEqual({ fault: "the body is not UTF-8" });
  });

  it("survives nesting without end", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    expect(() => readJsonText(bytes(deep))).not.toThrow();
  });
});
