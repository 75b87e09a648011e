import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringifyJson } from "../json.ts";
import { memberLines, readJsonText } from "./json-text.ts";

describe("JSON of pages", () => {
  it("is what JSON.parse makes of it where it is strict", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2, "\t"), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), undefined, indent);
        const read = readJsonText(pretty);
        expect(read.certain).toBe(true);
        expect(JSON.parse(stringifyJson(read.value))).toEqual(JSON.parse(pretty));
        expect(readJsonText(pretty).problems.filter(({ defect }) => defect !== "duplicate-key")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps its value through trailing commas, comments and odd white space, saying so", () => {
    const value = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.oneof(fc.integer(), fc.boolean(), fc.array(fc.nat(), { minLength: 1 })),
      {
        minKeys: 1,
      },
    );
    fc.assert(
      fc.property(value, (object) => {
        const pretty = JSON.stringify(object, undefined, 2);
        const defects = {
          "trailing-comma": pretty.replace(/\n\}$/, ",\n}"),
          comment: pretty.replace("{\n", "{ // a comment\n"),
          "odd-white-space": pretty.replace("\n  ", "\n\u00a0\u00a0"),
          entity: pretty.replaceAll('"', "&quot;"),
        };
        for (const [defect, text] of Object.entries(defects)) {
          const read = readJsonText(text);
          expect({ ...(read.value as object) }).toEqual({ ...object });
          expect(read.certain).toBe(true);
          expect(read.problems.map((problem) => problem.defect)).toContain(defect);
        }
      }),
    );
  });

  it("keeps integers to the last digit, into the written text", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (integer) => {
        const text = `{"a":[${integer}],"b":"${integer}"}`;
        expect(stringifyJson(readJsonText(text).value, 0)).toBe(text);
      }),
    );
  });

  it("is read or given up, but never throws, whatever it is", () => {
    const parts = fc.array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "'",
        "a",
        "1",
        "\n",
        " ",
        "\\",
        "...",
        "//",
        "/*",
        "&quot;",
        "\u00a0",
        "true",
        "\u0000",
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(parts, (pieces) => {
        const text = pieces.join("");
        const read = readJsonText(text);
        const lines = text.split("\n").length;
        for (const { line, column } of read.problems) {
          expect(line).toBeLessThan(lines);
          expect(column).toBeGreaterThan(0);
        }
        if (read.value !== undefined) expect(() => JSON.parse(stringifyJson(read.value))).not.toThrow();
        else expect(read.certain).toBe(false);
        memberLines(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{ "a": 1 "b": 2 }', "missing-comma"],
    ["{ 'a': 1 }", "bare-word"],
    ['{ "a": \u201cb\u201d }', "bare-word"],
    ['{ "a": "b\nc" }', "unterminated-string"],
    ['{ "a": [1, 2 }', "missing-comma"],
    ['{ "a": 1 } { "b": 2 }', "text-after-json"],
    ['{ "a": ... }', "bare-word"],
    ['{ "a": }', "missing-value"],
    [`${"[".repeat(5000)}${"]".repeat(5000)}`, "deep-nesting"],
  ])("%.30s is uncertain", (text, defect) => {
    const read = readJsonText(text);
    expect(read.certain).toBe(false);
    expect(read.problems[0]?.defect).toBe(defect);
  });

  it("takes the last of two equal keys, and says so", () => {
    const read = readJsonText('{\n"a": 1,\n"a": 2\n}');
    expect(read).toMatchObject({
      value: { a: 2 },
      certain: true,
      problems: [{ defect: "duplicate-key", line: 2 }],
    });
  });

  it("makes own members of names that objects have by birth", () => {
    const read = readJsonText('{ "__proto__": { "a": 1 }, "constructor": 2, }');
    expect(Object.keys(read.value as object)).toEqual(["__proto__", "constructor"]);
    expect(stringifyJson(read.value, 0)).toBe('{"__proto__":{"a":1},"constructor":2}');
  });

  it("knows the line of each member, entities or not", () => {
    const text = '{\n  "a": { "x": 1 },\n  "b": [\n  ],\n  "c": 3\n}';
    const expected = [
      ["a", 1],
      ["b", 2],
      ["c", 4],
    ];
    expect([...memberLines(text)]).toEqual(expected);
    expect([...memberLines(text.replaceAll('"', "&quot;"))]).toEqual(expected);
  });
});
