import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseUrlHint } from "./base-url.ts";
import { colours, wantsColor } from "./colours.ts";
import { printable } from "./printable.ts";
import { didYouMean, similar } from "./similar.ts";

describe("a suggestion", () => {
  const commands = ["extract", "mock", "verify", "proxy"];
  it.each([
    ["verfy", "verify"],
    ["mokc", "mock"],
    ["Extract", "extract"],
    ["porxy", "proxy"],
  ])("for %s is %s", (word, meant) => expect(similar(word, commands)).toBe(meant));

  it("is made only where a word is near", () => {
    expect(similar("deploy", commands)).toBeUndefined();
    expect(didYouMean("x", commands)).toBe("");
    expect(didYouMean("prot", ["port"], "--")).toBe(" (did you mean '--port'?)");
  });

  it("is the word itself for a known word", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, selector: (word) => word.toLowerCase() }),
        (known) => {
          expect(similar(known[0] ?? "", known)).toBe(known[0]);
        },
      ),
    );
  });
});

describe("colour", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [false, { FORCE_COLOR: "1" }, true],
    [false, { FORCE_COLOR: "3", NO_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { TERM: "dumb" }, false],
  ])("on a terminal %s with %j is used: %s", (isTTY, env, expected) => {
    expect(wantsColor(isTTY, env)).toBe(expected);
  });

  it("is left out where it is not wanted, whatever the process thinks", () => {
    expect(colours({ color: false }).bad("x")).toBe("x");
    expect(colours({ color: true }).bad("x")).toBe("\u001b[31mx\u001b[39m");
  });
});

describe("text from elsewhere", () => {
  it("holds nothing that a terminal obeys", () => {
    expect(printable("a\u001b[2J\tb\u202e")).toBe("a\\u001b[2J b\\u202e");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

describe("the base of a server", () => {
  const servers = [{ url: "https://graph.microsoft.com/beta" }, { url: "https://graph.microsoft.com/v1.0" }];
  it.each([
    ["http://localhost:1/beta", undefined],
    ["http://localhost:1/v1.0/", undefined],
    ["http://localhost:1/tenant/beta", undefined],
    ["http://localhost:1", "did you mean http://localhost:1/beta?"],
    ["http://localhost:1/api", "did you mean http://localhost:1/api/beta?"],
    ["http://localhost:1/beta/beta", "the URL ends in /beta twice; did you mean http://localhost:1/beta?"],
  ])("%s: %s", (url, hint) => {
    const found = baseUrlHint(new URL(url), servers);
    if (hint === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(hint);
  });

  it("is not doubted where the pages name no version", () => {
    expect(baseUrlHint(new URL("http://localhost:1"), [{ url: "/" }])).toBeUndefined();
  });
});
