import { isProductionHost } from "../../../contracts/index.ts";
import { BASELINE_OPTIONS } from "../../baseline/baseline-file.ts";
import { targetAndSources } from "../../configuration/operands.ts";
import { isUrl, parseBaseUrl } from "../../terminal/base-url.ts";
import type { CommandLine } from "../../terminal/command-line.ts";
import { UsageError } from "../../terminal/io.ts";
import { flag, list, optional, type ValueType, value } from "../../terminal/option.ts";
import { milliseconds, shard, text, whole } from "../../terminal/value-types.ts";
import { reportFile } from "./report-files.ts";

const parameter: ValueType<readonly [string, string]> = {
  label: "NAME=VALUE",
  expected: "NAME=VALUE",
  schema: { type: "string", pattern: "[^=]=." },
  parse(given) {
    // A path may hold equals signs of its own: `/sites/root(token='{t}'):t=VALUE`.
    const match = /^(\/.*?:[^=:/{}()]+|[^=/][^=]*)=(.+)$/s.exec(given);
    return match ? [match[1] ?? "", match[2] ?? ""] : undefined;
  },
};

const header: ValueType<readonly [string, string]> = {
  label: "'K: V'",
  expected: "'Name: value'",
  schema: { type: "string", pattern: ":" },
  secret: true,
  parse(given) {
    const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)$/.exec(given);
    if (!match?.[1]) return undefined;
    if (/^authorization$/i.test(match[1]))
      throw new UsageError("--header cannot set Authorization: the token is read from GRAPH_TOKEN");
    return [match[1], match[2] ?? ""];
  },
};

export const VERIFY_OPTIONS = {
  param: list(
    parameter,
    "the value of a path parameter: usersId=..., or of one path '/me/skills/{id}:id=...'",
  ),
  params: list(text("FILE"), "values of path parameters in a JSON or YAML file"),
  header: list(header, "a header for every request"),
  timeout: value(milliseconds, "for one request", "10000"),
  overall: value(milliseconds, "for the whole run", "600000"),
  workers: optional(
    whole("N", 1, 64),
    "requests under way at a time (as many as the server's latency asks for)",
  ),
  consistency: value(milliseconds, "for a change to show in reads and lists", "2000"),
  only: list(text("PATTERN"), "only checks with such an id: postMeProfile/*, refuse-no-token"),
  skip: list(text("PATTERN"), "no checks with such an id"),
  list: flag("print the catalogue of checks, with basis and source; make no request"),
  "dry-run": flag("print each request that would be made; make none"),
  deep: optional(
    whole("N", 1, 100_000),
    "add N valid and N invalid requests, made from the schemas, to each operation that takes a body (100 where N is left out)",
    { value: "100", looksLike: /^\d+$/ },
  ),
  "deep-seed": optional(
    whole("S", -(2 ** 31) + 1, 2 ** 31 - 1),
    "the seed of a deep run that is to be repeated",
  ),
  strict: flag("hints count as failures"),
  "allow-production": flag("allow Microsoft Graph itself as the target: the checks create objects there"),
  shard: optional(
    shard,
    "only that part of the checks, by operation; 'graph-contracts merge' adds the JSON reports up",
  ),
  ...BASELINE_OPTIONS,
  quiet: flag("print failures and the verdict only"),
  verbose: flag("print every check and every failure in full"),
  report: list(reportFile, "write a report: junit, json, html, sarif or markdown"),
} as const;

/** The arguments of `verify`, checked and complete. */
export interface VerifyArguments {
  readonly target: URL;
  /** Pages, folders, descriptions and Pact files; none means the page that the package carries. */
  readonly files: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly parameterFiles: readonly string[];
  readonly headers: readonly (readonly [string, string])[];
  readonly timeoutMs: number;
  readonly overallMs: number;
  readonly workers?: number;
  readonly consistencyMs: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly list: boolean;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly deep?: { readonly runs: number; readonly seed: number };
}

export function verifyArguments(line: CommandLine<typeof VERIFY_OPTIONS>): VerifyArguments {
  const { values, operands } = line;
  const { target, sources } = targetAndSources(line);
  // A list makes no request, so it needs no target.
  const withoutTarget = values.list && !isUrl(target);
  const deep = deepOptions(values.deep, values["deep-seed"]);
  return {
    target: withoutTarget ? new URL("http://localhost") : parseTarget(target, values["allow-production"]),
    files: withoutTarget ? operands : sources,
    parameters: Object.fromEntries(values.param),
    parameterFiles: values.params,
    headers: values.header,
    timeoutMs: values.timeout,
    overallMs: values.overall,
    ...(values.workers === undefined ? {} : { workers: values.workers }),
    consistencyMs: values.consistency,
    only: values.only,
    skip: values.skip,
    list: values.list,
    dryRun: values["dry-run"],
    strict: values.strict,
    ...(deep === undefined ? {} : { deep }),
  };
}

function parseTarget(given: string | undefined, allowProduction: boolean): URL {
  const url = parseBaseUrl(given, "URL");
  if (isProductionHost(url.hostname) && !allowProduction) {
    throw new UsageError(
      `${url.hostname} holds real data, and the checks create objects there; --allow-production allows it`,
    );
  }
  return url;
}

function deepOptions(runs: number | undefined, seed: number | undefined): VerifyArguments["deep"] {
  if (runs !== undefined) return { runs, seed: seed ?? Math.floor(Math.random() * 2 ** 31) };
  if (seed !== undefined) throw new UsageError("--deep-seed goes with --deep");
  return undefined;
}
