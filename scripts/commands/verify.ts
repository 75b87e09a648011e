import { dummyToken, isParameterOf, knownOf, withBaseline } from "../../contracts/index.ts";
import {
  plannedChains,
  plannedChecks,
  unreachable,
  type VerifyOptions,
  verify,
} from "../../contracts/node/index.ts";
import { parameterNames } from "../../spec/openapi/index.ts";
import { openBaseline } from "../baseline/baseline-file.ts";
import { pageCitation } from "../files/page-citation.ts";
import { type LoadedSource, loadSource } from "../files/source.ts";
import { version } from "../files/version.ts";
import { baseUrlHint } from "../terminal/base-url.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, type Io, UsageError } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { didYouMean } from "../terminal/similar.ts";
import { VERIFY_OPTIONS, type VerifyArguments, verifyArguments } from "./verify/arguments.ts";
import { tellGitHub } from "./verify/github.ts";
import { renderDryRun, renderList } from "./verify/listing.ts";
import { readParameters } from "./verify/parameters-file.ts";
import { checkReportFiles, writeReports } from "./verify/report-files.ts";
import { shardChains, shardPatterns } from "./verify/shard.ts";
import { renderVerdict } from "./verify/terminal.ts";

export const command = defineCommand({
  usage: "verify URL [PAGE|FOLDER|openapi.json|pact.json ...]",
  summary: "check a server against the documentation pages",
  description: [
    "Sends the documented requests, and those that HTTP and the platform require an answer to, to the server whose base is URL (http://127.0.0.1:4010/beta), and reports what it does otherwise than the pages say. Without files: the page that the package carries.",
    "The bearer token is read from the variable GRAPH_TOKEN; where it is unset, a dummy is sent. With the token of another user in GRAPH_SECOND_TOKEN, that user asks for what the first one made, and must not get it.",
  ].join("\n"),
  options: VERIFY_OPTIONS,
  exitCodes: "0 conforms, 1 does not, 2 could not run.",
  async run(line, io) {
    const options = verifyArguments(line);
    const { target } = options;
    const source = await loadSource(options.files, io);
    const parameters = { ...(await readParameters(options.parameterFiles, io)), ...options.parameters };
    const whole = verifyOptions({ ...options, parameters }, source, io);
    const all = plannedChecks(whole);
    if (all.length === 0 && plannedChains(whole).length === 0)
      throw new UsageError(noChecks(options, source));
    const { shard } = line.values;
    const request = shard
      ? { ...whole, only: [...shardPatterns(all, shard), ...shardChains(plannedChains(whole), shard)] }
      : whole;
    const checks = shard ? plannedChecks(request) : all;
    const chains = plannedChains(request);
    if (options.list) {
      io.stdout.write(renderList(checks, chains));
      return EXIT.ok;
    }
    if (options.dryRun) {
      io.stdout.write(renderDryRun(checks, chains, request));
      return EXIT.ok;
    }
    const known = await openBaseline(line.values, io);
    await checkReportFiles(line.values.report, io);
    const reason = await unreachable(target, request.timeoutMs);
    if (reason !== undefined) throw new UsageError(reason);
    const hint = baseUrlHint(target, source.document.servers);
    if (hint !== undefined) io.stderr.write(`graph-contracts verify: ${hint}\n`);
    const progress = createProgress(io.stderr);
    const found = await verify({
      ...request,
      onProgress: ({ done, total, checkId }) => progress.show(done, total, checkId),
    });
    progress.clear();
    const verdict = known && !known.updates ? withBaseline(found, known.baseline) : found;
    io.stdout.write(renderVerdict(verdict, io.stdout, line.values));
    await writeReports(line.values.report, verdict, io);
    await tellGitHub(verdict, io);
    const ran = new Set(verdict.results.map(({ check }) => check.id));
    const outdated = await known?.finish(knownOf(found), ({ subject }) => ran.has(subject));
    if (known?.updates && verdict.outcome === "deviates") return EXIT.ok;
    if (outdated && verdict.outcome === "conforms") return EXIT.failed;
    if (verdict.outcome === "incomplete") return EXIT.unusable;
    return verdict.outcome === "conforms" ? EXIT.ok : EXIT.failed;
  },
});

function verifyOptions(options: VerifyArguments, source: LoadedSource, io: Io): VerifyOptions {
  const token = io.env.GRAPH_TOKEN?.trim() || dummyToken();
  if (/[^\x21-\x7e]/.test(token))
    throw new UsageError("GRAPH_TOKEN holds characters that no bearer token can have");
  const secondToken = io.env.GRAPH_SECOND_TOKEN?.trim();
  if (/[^\x21-\x7e]/.test(secondToken ?? ""))
    throw new UsageError("GRAPH_SECOND_TOKEN holds characters that no bearer token can have");
  rejectUnknownParameters(options.parameters, source);
  return {
    target: options.target,
    document: source.document,
    contracts: source.contracts,
    parameters: options.parameters,
    token,
    ...(secondToken ? { secondToken } : {}),
    consistencyMs: options.consistencyMs,
    headers: options.headers,
    secrets: [],
    timeoutMs: options.timeoutMs,
    overallMs: options.overallMs,
    ...(options.workers === undefined ? {} : { workers: options.workers }),
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
  const paths = Object.keys(source.document.paths);
  const unknown = Object.keys(parameters).find((key) => !paths.some((path) => isParameterOf(path, key)));
  if (unknown === undefined) return;
  if (unknown.startsWith("/"))
    throw new UsageError(
      `--param: no documented path has the parameter '${unknown}' ('/path/{id}:id=VALUE')`,
    );
  const known = new Set(paths.flatMap(parameterNames));
  const meant = didYouMean(unknown, known) || `; there are ${[...known].slice(0, 10).join(", ") || "none"}`;
  throw new UsageError(`--param: no path has a parameter {${unknown}}${meant}`);
}
