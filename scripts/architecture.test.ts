import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { packageRoot } from "./files/package-root.ts";
import {
  exportedNames,
  isTest,
  mentionsAny,
  readSourceFiles,
  type SourceFile,
} from "./testing/source-files.ts";

const root = packageRoot();
const files = readSourceFiles(root);
const shipped = files.filter(({ path }) => !isTest(path));
const top = (path: string): string => path.split("/")[0] ?? "";
const isOurs = (path: string): boolean => /^(?:spec|mock|contracts|scripts)\//.test(path);

/** The part of the architecture that a file belongs to. */
function part(path: string): "spec" | "mock" | "contracts" | "contracts/node" | "scripts" {
  if (path.startsWith("contracts/node/")) return "contracts/node";
  const folder = top(path);
  if (folder === "spec" || folder === "mock" || folder === "contracts" || folder === "scripts") return folder;
  throw new Error(`${path} belongs to no part`);
}

function importsOf(where: (file: SourceFile) => boolean): { from: string; to: string }[] {
  return shipped.filter(where).flatMap(({ path, imports }) => imports.map((to) => ({ from: path, to })));
}

function arrows(found: readonly { from: string; to: string }[]): string[] {
  return found.map(({ from, to }) => `${from} -> ${to}`);
}

describe("imports", () => {
  it("follow the rules of .config/dependency-cruiser.cjs", async () => {
    const folders = ["spec", "mock", "contracts", "scripts"];
    const program = "node_modules/dependency-cruiser/bin/dependency-cruise.mjs";
    const config = ["--config", ".config/dependency-cruiser.cjs"];
    // It ends with the number of violations, and prints each with its rule.
    const broken = await promisify(execFile)(process.execPath, [program, ...config, ...folders], {
      cwd: root,
    }).then(
      () => "",
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(broken).toBe("");
  });

  it("name a file, with its ending", () => {
    const wrong = importsOf(() => true).filter(({ to }) => isOurs(to) && !/\.(?:ts|cts|json)$/.test(to));
    expect(arrows(wrong)).toEqual([]);
  });

  it("keep files, the console and the process out of everything but scripts and the Node part", () => {
    const wrong = shipped
      .filter(({ path }) => ["spec", "mock", "contracts"].includes(part(path)))
      .filter(({ text }) => /\bconsole\.\w+\(|\bprocess\.(?:env|exit|argv|cwd|stdout|stderr)\b/.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it.each(["spec/index.ts", "contracts/index.ts", "mock/index.ts"])(
    "let %s bundle for a browser",
    async (door) => {
      const { errors, metafile } = await build({
        entryPoints: [`${root}/${door}`],
        absWorkingDir: root,
        bundle: true,
        write: false,
        metafile: true,
        platform: "browser",
        format: "esm",
        logLevel: "silent",
      });
      expect(errors).toEqual([]);
      expect(Object.keys(metafile.inputs)).toContain(door);
    },
  );
});

describe("doors", () => {
  const exportsOf = (door: string): string[] => {
    const file = files.find(({ path }) => path === door);
    return file ? exportedNames(file) : [];
  };

  it.each(Object.entries(pinned()))("%s exports what it is known to export", (door, names) => {
    expect(exportsOf(door)).toEqual([...names].sort());
  });
});

/** What strangers, or the other folders, may rely on. A change here is a change for them. */
function pinned(): Readonly<Record<string, readonly string[]>> {
  return {
    "spec/index.ts": [
      "* from ./openapi/document.ts",
      ...[
        "Body",
        "DocumentedExchange",
        "Model",
        "Statistics",
        "isValue",
        "withoutSkeletons",
        "DEEPEST_INCLUDE",
        "tableIncludes",
      ],
      ...["Diagnostic", "Place", "Severity", "compareDiagnostics", "compareText"],
      ...["Extraction", "PageSource", "extract"],
      ...["JsonObject", "JsonValue", "hasBigInteger", "isJsonObject", "stringifyJson"],
      ...["METHODS", "OperationReference", "operationIndex"],
      ...[
        "Decisions",
        "Settled",
        "settle",
        "suppressor",
        "RULES",
        "Rule",
        "RuleId",
        "isRuleId",
        "ruleOf",
        "RenderOptions",
        "RuleCount",
        "countRules",
        "plural",
        "renderDiagnostics",
        "summarise",
      ],
    ],
    "mock/index.ts": [
      ...["Mock", "State", "Environment", "createMock", "Artefacts", "MockOptions", "DEFAULT_USER", "User"],
      ...["AuthMode", "IdMode", "WireMode", "Generate", "Latency", "Throttle"],
      ...["Fault", "Faults", "DroppedConnection", "LogEntry", "Log", "Snapshot", "SeedData", "readSeedData"],
      ...["Asset", "Assets", "REFERENCE_ASSET"],
      // What spans requests.
      ...["CallbackRequest", "CallbackResponse", "Notification", "Notifications", "OperationPace"],
      ...["SendCallback"],
      // For servers that take in the body before they ask.
      ...["ReceivedBody", "MOST_BODY", "isSteering"],
    ],
    "contracts/index.ts": [
      "* from ./judge/verdict.ts",
      ...[
        "Cause",
        "causesOf",
        "Baseline",
        "BaselineEntry",
        "Known",
        "createBaseline",
        "updatedBaseline",
        "knownOf",
        "withBaseline",
        "FINDING_RULES",
        "FindingRule",
        "FindingRuleId",
        "isFindingRuleId",
        "Comments",
        "Interaction",
        "Matcher",
        "MatcherList",
        "MatchingRules",
        "PactBody",
        "PactFile",
      ],
      ...["PactRequest", "PactResponse", "ProviderState", "contractFileName", "recordContracts"],
      ...["Answer", "Header", "PlannedRequest", "TransportFailure", "Finding", "Expectation"],
      ...[
        "PlanInput",
        "PlannedCheck",
        "plan",
        "CATALOGUE",
        "PolicyCase",
        "Chain",
        "planChains",
        "Expected",
        "ExpectedSuccess",
        "Judgement",
        "Judging",
        "createJudging",
        "expectedOf",
        "expectedSuccess",
        "judge",
      ],
      ...["Redactor", "redactor", "curlCommand", "dummyToken", "fits", "isProductionHost"],
      ...["RecordedExchange", "RecordingError", "isParameterOf", "readRecording"],
    ],
    "contracts/node/index.ts": [
      ...["Progress", "VerifyOptions", "plannedChains", "plannedChecks", "unreachable", "verify"],
      ...["createProxy", "JUDGED_BYTES", "ProxiedExchange", "ProxyEvent", "ProxyOptions", "Summary"],
      ...["ValidatingProxy", "WantedBody", "generateBody", "RecordedOptions", "judgeRecorded"],
    ],
  };
}

describe("the tree", () => {
  it("has the agreed top level", () => {
    const agreed = ["spec", "mock", "contracts", "scripts", "package.json", "tsconfig.json", "README.md"];
    const unseen = ["LICENSE", "package-lock.json", "node_modules", "dist"];
    const found = readdirSync(root).filter((name) => !name.startsWith(".") && !name.endsWith(".tgz"));
    expect(found.filter((name) => ![...agreed, ...unseen].includes(name))).toEqual([]);
  });

  it("has no file over 350 lines", () => {
    const long = files.filter(({ text }) => text.split("\n").length - 1 > 350);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("has no file whose name says nothing", () => {
    const vague = files.filter(({ path }) => /(?:^|\/)(?:utils?|helpers?|common|misc|shared)\b/i.test(path));
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  it("has no `any` and silences neither the compiler nor the rule against it", () => {
    const silenced = /@ts-(?:ignore|expect-error|nocheck)|biome-ignore[^\n]*noExplicitAny/;
    const self = "scripts/architecture.test.ts";
    const wrong = files.filter(
      (file) => file.path !== self && (mentionsAny(file) || silenced.test(file.text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("has no note of unfinished work", () => {
    const note = /(?:\/\/|^\s*\*)\s*(?:TODO|FIXME|XXX)\b/m;
    expect(files.filter(({ text }) => note.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("keeps no module-level state that changes", () => {
    // A page's script and a program that only runs and ends are read once: what they hold is theirs alone.
    const program =
      /^mock\/admin\/dashboard\/script\/|^scripts\/lab\/bench\/processes\/|^scripts\/lab\/mutation\/main\.ts$/;
    const wrong = shipped.filter(({ path, text }) => !program.test(path) && /^(?:export )?let\b/m.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("locks its dependencies without the address of a registry", () => {
    const lock = readFileSync(`${root}/package-lock.json`, "utf8");
    expect(lock).not.toMatch(/"resolved"/);
    expect(lock).not.toMatch(/https?:\/\/(?:localhost|127\.|10\.|[^"/]*registry)/);
  });

  it("tests what is there", () => {
    expect(existsSync(`${root}/mock/index.ts`)).toBe(true);
    expect(shipped.length).toBeGreaterThan(60);
  });
});
