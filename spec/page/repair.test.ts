import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPageReader } from "./read.ts";
import { repairText } from "./repair.ts";

const line = fc.oneof(
  fc.constantFrom(
    "```",
    "```http",
    "   ```json",
    "~~~",
    "<!--",
    "-->",
    "<!-- a -->",
    "--> <!--",
    "# b",
    "",
    "> c",
    "<div>",
    "|-|-|",
  ),
  fc.stringMatching(/^[ -~]{0,20}$/),
);

describe("repaired pages", () => {
  it("keep every line in its place", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const { text, lineMap } = repairText("a.md", lines.join("\n"));
        const repaired = text.split("\n");
        const kept = new Map<number, string[]>();
        for (const [index, content] of repaired.entries()) {
          const from = lineMap ? (lineMap[index] ?? -1) : index;
          expect(from >= 0 && from < Math.max(1, lines.length)).toBe(true);
          kept.set(from, [...(kept.get(from) ?? []), content.trim()]);
        }
        for (const [index, original] of lines.entries())
          expect(
            kept
              .get(index)
              ?.some((content) => content === original.trim() || content === `\\${original}`.trim()),
          ).toBe(true);
        // Nothing is moved: places never go down.
        for (let index = 1; lineMap && index < lineMap.length; index += 1)
          expect(lineMap[index] ?? 0).toBeGreaterThanOrEqual(lineMap[index - 1] ?? 0);
      }),
      { numRuns: 1000 },
    );
  });

  it("are left alone where nothing is wrong", () => {
    const text = "# a\n\n<!-- b\n-->\n```http\nGET /c\n```\n\n<!--\n```http\nGET /removed\n```\n-->\n";
    expect(repairText("a.md", text)).toEqual({ text, diagnostics: [] });
  });

  it("end an unclosed comment before the next block, also where that opens on the line of the only '-->'", () => {
    const page = createPageReader()(
      "a.md",
      '<!-- { "a": 1 }\n\n```http\nGET /b\n```\n\n<!-- c -->\n\n## d\n',
    );
    expect(page.blocks.map(({ kind, line: at }) => [kind, at])).toEqual([
      ["code", 3],
      ["heading", 9],
    ]);
    expect(page.diagnostics.map(({ rule, place }) => [rule, place.line])).toContainEqual([
      "comment-unclosed",
      1,
    ]);
  });

  it("end an unclosed fence before the heading or annotation that leads to the next", () => {
    const page = createPageReader()(
      "a.md",
      "```http\nGET /b\n\n### c\n\n<!-- d -->\n```http\nHTTP/1.1 200 OK\n```\n",
    );
    expect(page.blocks.map((block) => [block.kind, block.line])).toEqual([
      ["code", 1],
      ["heading", 4],
      ["code", 7],
    ]);
    expect(page.diagnostics.map(({ rule, place }) => [rule, place.line])).toEqual([["fence-unclosed", 1]]);
  });
});
