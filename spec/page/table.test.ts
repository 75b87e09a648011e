import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitRow } from "./table.ts";

const cell = fc
  .stringMatching(/^[A-Za-z0-9 .*`()[\]\\|-]{0,12}$/)
  .map((text) => text.replace(/[\s\\]+$/, "").trimStart());
const escaped = (text: string): string => text.replaceAll("\\|", "|").replaceAll("|", "\\|");

describe("table rows", () => {
  it("split into the cells that they were joined of", () => {
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 6 }),
        fc.constantFrom("", "> ", "\t"),
        (cells, prefix) => {
          const expected = cells.map((text) => text.replaceAll("\\|", "|"));
          expect(splitRow(`${prefix}| ${cells.map(escaped).join(" | ")} |`)).toEqual(expected);
          expect(splitRow(`${prefix}|${cells.map(escaped).join("|")}|`)).toEqual(expected);
        },
      ),
    );
  });

  it("need no outer pipes", () => {
    expect(splitRow("a | b")).toEqual(["a", "b"]);
    expect(splitRow("a | b |")).toEqual(["a", "b"]);
    expect(splitRow("| a | b")).toEqual(["a", "b"]);
    expect(splitRow("|| b |")).toEqual(["", "b"]);
    expect(splitRow("")).toEqual([""]);
  });
});
