import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createProxy, JUDGED_BYTES, type ValidatingProxy } from "../../contracts/node/index.ts";
import { plural, stringifyJson } from "../../spec/index.ts";
import { pageCitation } from "../files/page-citation.ts";
import { loadSource } from "../files/source.ts";
import { writeWhole } from "../files/whole-file.ts";
import { type Command, EXIT, type Io, UsageError } from "../terminal/io.ts";
import { createLog, renderSummary } from "./proxy/log.ts";

const HELP = `Usage: graph-contracts proxy UPSTREAM [PAGE|FOLDER|openapi.json|pact.json ...] [OPTION ...]

Stands in the place of the server at UPSTREAM (http://127.0.0.1:4010/beta): passes each request on to the same path there, and the answer back
byte for byte, and tells what either does otherwise than the pages say. A deviation is logged with its page and line, and added to the answer as a
header field: graph-contracts-deviation for the answer's own, graph-contracts-request-deviation for the request's. Without files: the page that the
package carries. The Host field is the upstream's; only the fields of the connection itself are made anew.

  --port PORT      to listen at (4011; 0 takes a free one)
  --host HOST      to listen at (127.0.0.1)
  --fail           answers 502, in Graph's error shape, in place of an answer that deviates
  --record FILE    writes each kind of exchange that passed (status below 400) to a Pact V4 file at the end: without tokens, cookies and
                   names of people, tenants and objects; other texts stay, so read it before you publish it
  --timeout MS     for the head of an answer, and within its body (120000)

Ctrl-C ends it with a summary. Hints, and what is wrong with requests, never make it fail.
Exit code: 0, or with --fail 1 if an answer deviated; 2 could not run.`;

export const command: Command = {
  summary: "judge the traffic between any client and a server",
  help: HELP,
  async run(args, io) {
    const options = parse(args);
    const record = options.record === undefined ? undefined : await writableFile(options.record, io);
    const source = await loadSource(options.sources, io);
    const log = createLog(io.stdout);
    const proxy = createProxy({
      upstream: options.upstream,
      document: source.document,
      contracts: source.contracts,
      citation: (at) => pageCitation(source, at),
      fail: options.fail,
      record: record !== undefined,
      timeoutMs: options.timeoutMs,
      judgedBytes: JUDGED_BYTES,
      onEvent: log,
    });
    const server = http.createServer({ maxHeaderSize: 64 * 1024 }, proxy.listener);
    const address = await listen(server, options.port, options.host);
    const operations = plural(proxy.summary().operations, "operation");
    io.stdout.write(
      `${listeningAt(address, options.upstream)} stands in for ${options.upstream.href.replace(/\/$/, "")}, judged by ${operations} (Ctrl-C ends it)\n`,
    );
    await until(io.signal, proxy, io);
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
};

interface Parsed {
  readonly upstream: URL;
  readonly sources: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly fail: boolean;
  readonly record: string | undefined;
  readonly timeoutMs: number;
}

function parse(args: readonly string[]): Parsed {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: "string", default: "4011" },
      host: { type: "string", default: "127.0.0.1" },
      fail: { type: "boolean", default: false },
      record: { type: "string" },
      timeout: { type: "string", default: "120000" },
    },
  });
  const [base, ...sources] = positionals;
  const upstream = parseUpstream(base);
  const port = wholeNumber("--port", values.port, 0, 65_535);
  if (port > 0 && Number(upstream.port) === port && isHere(upstream.hostname, values.host))
    throw new UsageError(`UPSTREAM is the proxy's own port ${port}; --port names another`);
  return {
    upstream,
    sources,
    port,
    host: values.host,
    fail: values.fail,
    record: values.record,
    timeoutMs: wholeNumber("--timeout", values.timeout, 1, 2 ** 31 - 1),
  };
}

function parseUpstream(text: string | undefined): URL {
  if (text === undefined) {
    throw new UsageError("UPSTREAM is missing: the base of the server, such as http://127.0.0.1:4010/beta");
  }
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new UsageError(
      `'${text}' is not an http:// or https:// URL; give the base of the server, such as http://127.0.0.1:4010/beta`,
    );
  }
  const url = new URL(text);
  if (url.username || url.password) throw new UsageError("the URL must not hold a user name or password");
  if (url.search || url.hash)
    throw new UsageError("the URL is a base for paths: it cannot have a query or a fragment");
  return url;
}

/** Whether a host is the one that the proxy listens at: it would ask itself for ever. */
function isHere(hostname: string, host: string): boolean {
  return hostname === host || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i.test(hostname);
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`${option} wants a whole number from ${least} to ${most}, not '${text}'`);
  }
  return value;
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

function listen(server: http.Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `port ${port} is in use; --port names another`,
        EACCES: `port ${port} may not be used by this user; --port names another`,
        EADDRNOTAVAIL: `${host} is no address of this machine; --host names another`,
        ENOTFOUND: `${host} is no known host; --host names another`,
      };
      reject(new UsageError(reasons[error.code ?? ""] ?? `cannot listen at ${host}:${port} (${error.code})`));
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

/** The base that stands in for the upstream's. */
function listeningAt({ address, family, port }: AddressInfo, upstream: URL): string {
  const host = family === "IPv6" ? `[${address}]` : address;
  return `http://${host}:${port}${upstream.pathname.replace(/\/$/, "")}`;
}

/** prism-http is loaded once the port is open: whoever waits for the line of that waits no longer than must be. */
async function until(signal: AbortSignal, proxy: ValidatingProxy, io: Io): Promise<void> {
  proxy.load().catch((error: Error) => io.stderr.write(`graph-contracts proxy: ${error.message}\n`));
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
