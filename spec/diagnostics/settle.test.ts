import { describe, expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import { settle } from "./settle.ts";
import { suppressor } from "./suppressions.ts";

const at = (
  line: number,
  rule: Diagnostic["rule"] = "placeholder",
  severity: Diagnostic["severity"] = "warning",
): Diagnostic => ({
  rule,
  severity,
  place: { page: "a.md", line },
  reason: "because",
});

describe("comments on a page", () => {
  const text = [
    "# Page", // 1
    "<!-- graph-contracts-disable-next-line placeholder -->",
    "",
    "|a|b|", // 4
    "|-|-|",
    "|TODO|x|",
    "",
    "text", // 8
    "<!-- graph-contracts-disable-next-line -->",
    "```http", // 10
    "GET /me",
    "",
    "```", // 13
    "after",
    "",
    "more", // 16
  ].join("\n");
  const isSuppressed = suppressor((page) => (page === "a.md" ? text : undefined));
  const lines = (rule: Diagnostic["rule"]) =>
    Array.from({ length: 16 }, (_, index) => index + 1).filter((line) => isSuppressed(at(line, rule)));

  it("take back a rule for the block that begins on the next line", () => {
    expect(lines("placeholder")).toEqual([4, 5, 6, 10, 11, 12, 13, 14]);
  });

  it("without a rule take back all", () => {
    expect(lines("method-case")).toEqual([10, 11, 12, 13, 14]);
  });

  it("may be for the whole page", () => {
    const whole = suppressor(() => "x\n<!-- graph-contracts-disable-page method-case, placeholder -->");
    expect([whole(at(1)), whole(at(9, "method-case")), whole(at(1, "page-empty"))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("of other tools mean nothing", () => {
    expect(suppressor(() => "<!-- markdownlint-disable-next-line -->\nx")(at(2))).toBe(false);
  });
});

describe("what a project decides", () => {
  const diagnostics = [at(1), at(2, "parameter-without-value", "info"), at(3, "page-empty", "error")];
  const none = { severities: {}, isSuppressed: () => false, verbose: false };

  it("leaves all but quiet notes by itself", () => {
    expect(settle(diagnostics, none)).toEqual({
      shown: [diagnostics[0], diagnostics[2]],
      quiet: 1,
      suppressed: 0,
    });
    expect(settle(diagnostics, { ...none, verbose: true }).shown).toEqual(diagnostics);
  });

  it("changes severities, turns rules off, and shows quiet rules that it names", () => {
    const { shown, suppressed } = settle(diagnostics, {
      ...none,
      severities: { placeholder: "error", "page-empty": "off", "parameter-without-value": "info" },
    });
    expect(shown.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["placeholder", "error"],
      ["parameter-without-value", "info"],
    ]);
    expect(suppressed).toBe(1);
  });
});
