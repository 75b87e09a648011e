import { describe, expect, it } from "vitest";
import { packageRoot } from "../../scripts/files/package-root.ts";
import { readSourceFiles } from "../../scripts/testing/source-files.ts";
import { FINDING_RULES } from "./rules.ts";

describe("the catalogue of findings", () => {
  it("knows every rule that the source names", () => {
    const used = readSourceFiles(packageRoot())
      .filter(
        ({ path }) =>
          path.startsWith("contracts/") && !/\.test\.ts$|\/testing\/|^contracts\/checks\/policy\//.test(path),
      )
      .flatMap(({ text }) => [...text.matchAll(/\brule: "([a-z-]+)"/g)].map((match) => match[1] ?? ""));
    expect(used.length).toBeGreaterThan(15);
    expect([...new Set(used)].filter((id) => !Object.hasOwn(FINDING_RULES, id))).toEqual([]);
  });
});
