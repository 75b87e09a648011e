import { parseArgs } from "node:util";
import { dummyToken, type Ground, isProductionHost } from "../contracts/index.ts";
import { plannedChecks, unreachable, type VerifyOptions, verify } from "../contracts/node/index.ts";
import type { Source } from "../spec/index.ts";
import { type Command, EXIT, type Io, UsageError } from "./io.ts";
import { type LoadedSource, loadSource } from "./source.ts";
import { renderDryRun, renderList } from "./verify/listing.ts";
import { createProgress } from "./verify/progress.ts";
import { parseReports, writeReports } from "./verify/report-files.ts";
import { renderVerdict } from "./verify/terminal.ts";
import { version } from "./version.ts";

const HELP = `Usage: graph-contracts verify URL [PAGE|FOLDER|openapi.json|pact.json ...] [OPTION ...]

Makes the documented requests, and those that HTTP and the platform have an opinion on, at the server whose base is URL
(http://127.0.0.1:4010/beta), and tells what it does otherwise than the pages say. Without files: the page that the package carries.
The bearer token is read from the variable GRAPH_TOKEN; where it is unset, a dummy is sent.

  --param NAME=VALUE    the value of a path parameter ({usersId}), repeatable
  --header 'K: V'       a header for every request, repeatable
  --timeout MS          for one request (10000)
  --overall MS          for the whole run (600000)
  --only PATTERN        only checks with such an id: postMeProfile/*, refuse-no-token; repeatable
  --skip PATTERN        no checks with such an id; repeatable
  --list                prints the catalogue of checks, with basis and source, and makes no request
  --dry-run             prints each request that would be made, and makes none
  --deep [N]            adds N requests made from the schemas to each operation (100)
  --deep-seed S         repeats a deep run
  --strict              hints count as failures
  --allow-production    allows Microsoft Graph itself as the target: the checks create objects there
  --report FORMAT=FILE  junit, json, html, sarif or markdown; repeatable

Exit code: 0 conforms, 1 does not, 2 could not run.`;

export const command: Command = {
  summary: "judge a server by the documentation pages",
  help: HELP,
  async run(args, io) {
    const options = parse(args);
    const target = parseTarget(options.positionals[0], options.list, options.allowProduction);
    const reports = parseReports(options.report);
    const source = await loadSource(
      options.positionals.slice(options.list && !isUrl(options.positionals[0]) ? 0 : 1),
      io,
    );
    const request = verifyOptions(target, options, source, io);
    const checks = plannedChecks(request);
    if (checks.length === 0) throw new UsageError(noChecks(options, source));
    if (options.list) {
      io.stdout.write(renderList(checks));
      return EXIT.ok;
    }
    if (options.dryRun) {
      io.stdout.write(renderDryRun(checks, request));
      return EXIT.ok;
    }
    const reason = await unreachable(target, request.timeoutMs);
    if (reason !== undefined) throw new UsageError(reason);
    const progress = createProgress(io.stderr);
    const verdict = await verify({ ...request, onProgress: progress.show });
    progress.clear();
    io.stdout.write(renderVerdict(verdict, io.stdout));
    await writeReports(reports, verdict, io);
    if (verdict.outcome === "incomplete") return EXIT.unusable;
    return verdict.outcome === "conforms" ? EXIT.ok : EXIT.failed;
  },
};

interface Parsed {
  readonly positionals: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: readonly (readonly [string, string])[];
  readonly timeoutMs: number;
  readonly overallMs: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly list: boolean;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly allowProduction: boolean;
  readonly report: readonly string[];
}

function parse(args: readonly string[]): Parsed {
  const many = { type: "string", multiple: true, default: [] as string[] } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
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
      strict: flag,
      "allow-production": flag,
    },
  });
  return {
    positionals,
    parameters: Object.fromEntries(values.param.map(parameter)),
    headers: values.header.map(header),
    timeoutMs: milliseconds("--timeout", values.timeout),
    overallMs: milliseconds("--overall", values.overall),
    only: values.only,
    skip: values.skip,
    list: values.list,
    dryRun: values["dry-run"],
    strict: values.strict,
    allowProduction: values["allow-production"],
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

/** `--list` makes no request, so it needs no target. */
function parseTarget(text: string | undefined, list: boolean, allowProduction: boolean): URL {
  if (list && !isUrl(text)) return new URL("http://localhost");
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

function verifyOptions(target: URL, options: Parsed, source: LoadedSource, io: Io): VerifyOptions {
  const token = io.env.GRAPH_TOKEN?.trim() || dummyToken();
  if (/[^\x21-\x7e]/.test(token))
    throw new UsageError("GRAPH_TOKEN holds characters that no bearer token can have");
  return {
    target,
    document: source.document,
    contracts: source.contracts,
    parameters: options.parameters,
    token,
    headers: options.headers,
    secrets: [],
    timeoutMs: options.timeoutMs,
    overallMs: options.overallMs,
    only: options.only,
    skip: options.skip,
    strict: options.strict,
    ground: (at: Source): Ground => {
      const quote = source.quote(at);
      return {
        kind: "page",
        source: at,
        display: `${source.display(at.page)}:${at.line}`,
        ...(quote === undefined ? {} : { quote }),
      };
    },
    signal: io.signal,
    version: version(),
  };
}

function noChecks(options: Parsed, source: LoadedSource): string {
  if (source.contracts.every(({ interactions }) => interactions.length === 0)) {
    return "the pages hold no example to verify a server by";
  }
  const patterns = [...options.only, ...options.skip].join(", ");
  return `no check is left with --only and --skip (${patterns}); --list prints their ids`;
}
