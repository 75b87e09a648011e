import { parseArgs } from "node:util";
import { isProductionHost } from "../../../contracts/index.ts";
import { UsageError } from "../../terminal/io.ts";

/** The arguments of `verify`, checked and complete. */
export interface VerifyArguments {
  readonly target: URL;
  /** Pages, folders, descriptions and Pact files; none means the page that the package carries. */
  readonly files: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: readonly (readonly [string, string])[];
  readonly timeoutMs: number;
  readonly overallMs: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly list: boolean;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly deep?: { readonly runs: number; readonly seed: number };
  readonly report: readonly string[];
}

export function parseArguments(args: readonly string[]): VerifyArguments {
  const many = { type: "string", multiple: true, default: [] as string[] } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    args: withDeepDefault(args),
    allowPositionals: true,
    options: {
      param: many,
      header: many,
      only: many,
      skip: many,
      report: many,
      timeout: { type: "string", default: "10000" },
      overall: { type: "string", default: "600000" },
      list: flag,
      "dry-run": flag,
      deep: { type: "string" },
      "deep-seed": { type: "string" },
      strict: flag,
      "allow-production": flag,
    },
  });
  // A list makes no request, so it needs no target.
  const withoutTarget = values.list && !isUrl(positionals[0]);
  const deep = deepOptions(values.deep, values["deep-seed"]);
  return {
    target: withoutTarget
      ? new URL("http://localhost")
      : parseTarget(positionals[0], values["allow-production"]),
    files: withoutTarget ? positionals : positionals.slice(1),
    parameters: Object.fromEntries(values.param.map(parameter)),
    headers: values.header.map(header),
    timeoutMs: milliseconds("--timeout", values.timeout),
    overallMs: milliseconds("--overall", values.overall),
    only: values.only,
    skip: values.skip,
    list: values.list,
    dryRun: values["dry-run"],
    strict: values.strict,
    ...(deep === undefined ? {} : { deep }),
    report: values.report,
  };
}

function parameter(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new UsageError(`--param wants NAME=VALUE, not '${text}'`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function header(text: string): readonly [string, string] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)$/.exec(text);
  if (!match?.[1]) throw new UsageError("--header wants 'Name: value'");
  if (/^authorization$/i.test(match[1]))
    throw new UsageError("--header cannot set Authorization: the token is read from GRAPH_TOKEN");
  return [match[1], match[2] ?? ""];
}

function milliseconds(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 2 ** 31 - 1) {
    throw new UsageError(`${option} wants a whole number of milliseconds, not '${text}'`);
  }
  return value;
}

function isUrl(text: string | undefined): boolean {
  return text !== undefined && /^https?:\/\//i.test(text);
}

function parseTarget(text: string | undefined, allowProduction: boolean): URL {
  if (text === undefined)
    throw new UsageError("URL is missing: the base of the server, such as http://127.0.0.1:4010/beta");
  if (!isUrl(text) || !URL.canParse(text)) {
    throw new UsageError(
      `'${text}' is not an http:// or https:// URL; give the base of the server, such as http://127.0.0.1:4010/beta`,
    );
  }
  const url = new URL(text);
  if (url.username || url.password) throw new UsageError("the URL must not hold a user name or password");
  if (url.search || url.hash)
    throw new UsageError("the URL is a base for paths: it cannot have a query or a fragment");
  if (isProductionHost(url.hostname) && !allowProduction) {
    throw new UsageError(
      `${url.hostname} holds real data, and the checks create objects there; --allow-production allows it`,
    );
  }
  return url;
}

const DEEP_RUNS = "100";

/** `--deep` may stand alone; `parseArgs` knows no option with a value that may be left out. */
function withDeepDefault(args: readonly string[]): string[] {
  return args.flatMap((arg, index) =>
    arg === "--deep" && !/^\d+$/.test(args[index + 1] ?? "") ? [arg, DEEP_RUNS] : [arg],
  );
}

function deepOptions(runs: string | undefined, seed: string | undefined): VerifyArguments["deep"] {
  if (runs === undefined) {
    if (seed !== undefined) throw new UsageError("--deep-seed goes with --deep");
    return undefined;
  }
  const count = Number(runs);
  if (!Number.isInteger(count) || count < 1 || count > 100_000)
    throw new UsageError(`--deep wants a number of requests up to 100000, not '${runs}'`);
  const number = seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(seed);
  if (!Number.isInteger(number) || Math.abs(number) >= 2 ** 31)
    throw new UsageError(`--deep-seed wants a whole number, not '${seed}'`);
  return { runs: count, seed: number };
}
