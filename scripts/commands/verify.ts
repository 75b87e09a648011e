import { dummyToken, isSecretField } from "../../contracts/index.ts";
import { plannedChecks, unreachable, type VerifyOptions, verify } from "../../contracts/node/index.ts";
import { pageCitation } from "../files/page-citation.ts";
import { type LoadedSource, loadSource } from "../files/source.ts";
import { version } from "../files/version.ts";
import { type Command, EXIT, type Io, UsageError } from "../terminal/io.ts";
import { parseArguments, type VerifyArguments } from "./verify/arguments.ts";
import { renderDryRun, renderList } from "./verify/listing.ts";
import { createProgress } from "./verify/progress.ts";
import { parseReports, writeReports } from "./verify/report-files.ts";
import { renderVerdict } from "./verify/terminal.ts";

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
  --deep N              adds N valid and N invalid requests made from the schemas to each operation that takes a body
  --deep-seed S         the seed of a deep run that is to be repeated
  --strict              hints count as failures
  --allow-production    allows Microsoft Graph itself as the target: the checks create objects there
  --report FORMAT=FILE  junit, json, html, sarif or markdown; repeatable

Exit code: 0 conforms, 1 does not, 2 could not run.`;

export const command: Command = {
  summary: "judge a server by the documentation pages",
  help: HELP,
  async run(args, io) {
    const options = parseArguments(args);
    const { target } = options;
    const reports = parseReports(options.report);
    const source = await loadSource(options.files, io);
    const request = verifyOptions(options, source, io);
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

function verifyOptions(options: VerifyArguments, source: LoadedSource, io: Io): VerifyOptions {
  const token = io.env.GRAPH_TOKEN?.trim() || dummyToken();
  if (/[^\x21-\x7e]/.test(token))
    throw new UsageError("GRAPH_TOKEN holds characters that no bearer token can have");
  rejectUnknownParameters(options.parameters, source);
  return {
    target: options.target,
    document: source.document,
    contracts: source.contracts,
    parameters: options.parameters,
    token,
    headers: options.headers,
    secrets: options.headers.filter(([name]) => isSecretField(name)).map(([, value]) => value),
    timeoutMs: options.timeoutMs,
    overallMs: options.overallMs,
    only: options.only,
    skip: options.skip,
    strict: options.strict,
    ...(options.deep === undefined ? {} : { deep: options.deep }),
    citation: (at) => pageCitation(source, at),
    signal: io.signal,
    version: version(),
  };
}

function noChecks(options: VerifyArguments, source: LoadedSource): string {
  if (source.contracts.every(({ interactions }) => interactions.length === 0)) {
    return "the pages hold no example to verify a server by";
  }
  const patterns = [...options.only, ...options.skip].join(", ");
  return `no check is left with --only and --skip (${patterns}); --list prints their ids`;
}

/** A misspelt name would be sent nowhere, and its check be judged by a stand-in. */
function rejectUnknownParameters(parameters: Readonly<Record<string, string>>, source: LoadedSource): void {
  const known = new Set(
    Object.keys(source.document.paths).flatMap((path) =>
      [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? ""),
    ),
  );
  const unknown = Object.keys(parameters).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `--param: no path has a parameter {${unknown}}; there are ${[...known].slice(0, 10).join(", ") || "none"}`,
  );
}
