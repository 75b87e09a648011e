import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, resolve } from "node:path";
import { createProxy, JUDGED_BYTES } from "../../contracts/node/index.ts";
import { plural, stringifyJson } from "../../spec/index.ts";
import { targetAndSources } from "../configuration/operands.ts";
import { pageCitation } from "../files/page-citation.ts";
import { loadSource } from "../files/source.ts";
import { writeWhole } from "../files/whole-file.ts";
import { baseUrlHint, parseBaseUrl } from "../terminal/base-url.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, type Io, UsageError } from "../terminal/io.ts";
import { flag, optional, value } from "../terminal/option.ts";
import { milliseconds, path, port, text } from "../terminal/value-types.ts";
import { listen } from "./listen.ts";
import { createLog, renderSummary } from "./proxy/log.ts";

export const command = defineCommand({
  usage: "proxy UPSTREAM [PAGE|FOLDER|openapi.json|pact.json ...]",
  summary: "check the traffic between any client and a server",
  description: [
    "Stands in the place of the server at UPSTREAM (http://127.0.0.1:4010/beta): passes each request on to the same path there, and the answer back byte for byte, and reports what either does otherwise than the pages say. A finding is logged with its page and line, and added to the answer as a header field: graph-contracts-deviation for the answer's own, graph-contracts-request-deviation for the request's. Without files: the page that the package carries. The Host field is the upstream's; only the fields of the connection itself are made anew.",
    "Ctrl-C ends it with a summary. Hints, and what is wrong with requests, never make it fail.",
  ].join("\n"),
  options: {
    port: value(port, "the port to listen on; 0 takes any free port", "4011"),
    host: value(text("ADDRESS"), "the address to listen on", "127.0.0.1"),
    fail: flag("answer 502, in Graph's error shape, in place of an answer with a finding"),
    record: optional(
      path("FILE"),
      "write each kind of exchange that passed (status below 400) to a Pact V4 file at the end: without tokens, cookies and names of people, tenants and objects; other texts stay, so read it before you publish it",
    ),
    timeout: value(milliseconds, "for the head of an answer, and for each silence within its body", "120000"),
  },
  exitCodes: "0, or with --fail 1 if an answer had a finding; 2 could not run.",
  async run(line, io) {
    const options = line.values;
    const { target, sources } = targetAndSources(line);
    const upstream = parseUpstream(target, options);
    const record = options.record === undefined ? undefined : await writableFile(options.record, io);
    const source = await loadSource(sources, io);
    const log = createLog(io.stdout);
    const proxy = createProxy({
      upstream,
      document: source.document,
      citation: (at) => pageCitation(source, at),
      fail: options.fail,
      record: record !== undefined,
      timeoutMs: options.timeout,
      judgedBytes: JUDGED_BYTES,
      onEvent: log,
    });
    const server = http.createServer({ maxHeaderSize: 64 * 1024 }, proxy.listener);
    const address = await listen(server, options.host, options.port);
    const operations = plural(proxy.summary().operations, "operation");
    io.stdout.write(
      `${listeningAt(address, upstream)} stands in for ${upstream.href.replace(/\/$/, "")}, judged by ${operations} (Ctrl-C ends it)\n`,
    );
    const hint = baseUrlHint(upstream, source.document.servers);
    if (hint !== undefined) io.stderr.write(`graph-contracts proxy: ${hint}\n`);
    await until(io.signal);
    await close(server);
    proxy.close();
    const summary = proxy.summary();
    io.stdout.write(renderSummary(summary, (at) => `${source.display(at.page)}:${at.line}`));
    if (record !== undefined) {
      const contract = proxy.contract();
      await writeWhole(record, `${stringifyJson(contract)}\n`);
      io.stdout.write(`${options.record}: ${plural(contract.interactions.length, "interaction")} recorded\n`);
    }
    return options.fail && summary.deviatingAnswers > 0 ? EXIT.failed : EXIT.ok;
  },
});

function parseUpstream(
  base: string | undefined,
  listening: { readonly port: number; readonly host: string },
): URL {
  const upstream = parseBaseUrl(base, "UPSTREAM");
  const { port, host } = listening;
  if (port > 0 && Number(upstream.port) === port && isHere(upstream.hostname, host))
    throw new UsageError(`UPSTREAM is the proxy's own port ${port}; choose another with --port`);
  return upstream;
}

/** Whether a host is the one that the proxy listens at: it would ask itself for ever. */
function isHere(hostname: string, host: string): boolean {
  return hostname === host || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i.test(hostname);
}

/** Finds out before the traffic and not after it whether the file can be written. */
async function writableFile(file: string, io: Io): Promise<string> {
  const path = resolve(io.cwd, file);
  if ((await stat(path).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(`--record wants a file, and ${file} is a folder`);
  }
  let folder = dirname(path);
  while (!(await stat(folder).catch(() => undefined)) && dirname(folder) !== folder) folder = dirname(folder);
  await access(folder, constants.W_OK).catch(() => {
    throw new UsageError(`${file} cannot be written: ${folder} is not writable`);
  });
  return path;
}

/** The base that stands in for the upstream's. */
function listeningAt({ address, family, port }: AddressInfo, upstream: URL): string {
  const host = family === "IPv6" ? `[${address}]` : address;
  return `http://${host}:${port}${upstream.pathname.replace(/\/$/, "")}`;
}

async function until(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** What is on its way may arrive; connections that only wait are closed. */
const PATIENCE_MS = 2000;

async function close(server: http.Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
