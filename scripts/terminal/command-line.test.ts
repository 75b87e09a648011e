import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_CONFIGURATION } from "../configuration/configuration.ts";
import { readCommandLine } from "./command-line.ts";
import { renderHelp } from "./help.ts";
import { UsageError } from "./io.ts";
import { flag, list, optional, value } from "./option.ts";
import { choice, port, text, whole } from "./value-types.ts";

const TABLE = {
  port: value(port, "the port", "4010"),
  mode: value(choice("MODE", ["fast", "safe", "slow"]), "how it runs", "safe"),
  header: list({ ...text("H"), secret: true }, "a header"),
  watch: flag("follow changes"),
  deep: optional(whole("N", 1, 100), "look deeper", { value: "10", looksLike: /^\d+$/ }),
};

const refusal = (...args: string[]): string => {
  try {
    readCommandLine(TABLE, args);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  return "accepted";
};

describe("a command line", () => {
  it("has the defaults of its table", () => {
    expect(readCommandLine(TABLE, [])).toEqual({
      values: { port: 4010, mode: "safe", header: [], watch: false, deep: undefined },
      operands: [],
      configuration: NO_CONFIGURATION,
    });
  });

  it("takes values in both forms, lists, flags and operands in any order", () => {
    const { values, operands } = readCommandLine(TABLE, [
      ...[
        "a.md",
        "--port=0",
        "--header",
        "A: 1",
        "--watch",
        "b.md",
        "--header",
        "B: 2",
        "--deep",
        "--",
        "--c",
      ],
    ]);
    expect(values).toEqual({ port: 0, mode: "safe", header: ["A: 1", "B: 2"], watch: true, deep: 10 });
    expect(operands).toEqual(["a.md", "b.md", "--c"]);
    expect(readCommandLine(TABLE, ["--deep", "7"]).values.deep).toBe(7);
    expect(readCommandLine(TABLE, ["--deep", "a.md"])).toMatchObject({
      values: { deep: 10 },
      operands: ["a.md"],
    });
  });

  it("stands above what a configuration file says, a flag too", () => {
    const presets = {
      ...NO_CONFIGURATION,
      options: { port: ["9"], watch: ["true"] },
      commands: { run: { port: ["1"], header: ["A: 1"] } },
    };
    expect(readCommandLine(TABLE, [], presets, "run").values).toMatchObject({
      port: 1,
      watch: true,
      header: ["A: 1"],
    });
    expect(
      readCommandLine(TABLE, ["--port", "2", "--no-watch", "--header", "B: 2"], presets, "run").values,
    ).toMatchObject({ port: 2, watch: false, header: ["B: 2"] });
  });

  it.each([
    [["--prot", "1"], "unknown option '--prot' (did you mean '--port'?); --help lists the options"],
    [["--xyzzy"], "unknown option '--xyzzy'; --help lists the options"],
    [["--constructor"], "unknown option '--constructor'; --help lists the options"],
    [["-p"], "unknown option '-p'; --help lists the options"],
    [["--port"], "--port needs a value: --port N"],
    [
      ["--port", "--watch"],
      "--port needs a value, and '--watch' is an option; --port=--watch if it is meant",
    ],
    [["--port", "1e3"], "--port is '1e3'; expected a whole number from 0 to 65535"],
    [["--port", "-1"], "--port is '-1'; expected a whole number from 0 to 65535"],
    [["--mode", "quick"], "--mode is 'quick'; expected fast, safe or slow"],
    [["--watch=yes"], "--watch takes no value"],
    [["--header", ""], "--header; expected a text that is not empty"],
  ])("%j is refused: %s", (args, reason) => {
    expect(refusal(...args)).toBe(reason);
  });

  it("never repeats what a secret option was given", () => {
    const table = { header: list({ ...text("H"), secret: true, parse: () => undefined }, "a header") };
    expect(() => readCommandLine(table, ["--header", "s3cret"])).toThrow(/^--header; expected/);
  });

  it("either reads any arguments or refuses them in one line", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("--port", "--deep", "--", "-", "--watch"))),
        (args) => {
          try {
            readCommandLine(TABLE, args);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });

  it("is told by --help from the same table", () => {
    const help = renderHelp({ usage: "run", description: "Runs.", options: TABLE, exitCodes: "0 done." });
    expect(help.split("\n")).toEqual([
      "Usage: graph-contracts run [OPTION ...]",
      "",
      "Runs.",
      "",
      "  --port N     the port (default 4010)",
      "  --mode MODE  how it runs (default safe)",
      "  --header H   a header (repeatable)",
      "  --watch      follow changes",
      "  --deep N     look deeper",
      "",
      "Exit code: 0 done.",
    ]);
  });
});
