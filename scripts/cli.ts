#!/usr/bin/env node
import { realpathSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Configuration } from "./configuration/configuration.ts";
import { findConfiguration } from "./configuration/find.ts";
import type { Tables } from "./configuration/read.ts";
import { wantsColor } from "./terminal/colours.ts";
import type { Command } from "./terminal/command.ts";
import { EXIT, type Io, type Output, UsageError } from "./terminal/io.ts";
import type { OptionTable } from "./terminal/option.ts";
import { didYouMean } from "./terminal/similar.ts";

/** Loaded one at a time: `mock` must not wait for what only `verify` needs. */
export const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  extract: () => import("./commands/extract.ts"),
  mock: () => import("./commands/mock.ts"),
  verify: () => import("./commands/verify.ts"),
  merge: () => import("./commands/merge.ts"),
  proxy: () => import("./commands/proxy.ts"),
  start: () => import("./commands/start.ts"),
  judge: () => import("./commands/judge.ts"),
  config: async () => ({ command: (await import("./commands/config.ts")).configCommand(optionTables) }),
  init: () => import("./commands/init.ts"),
  explain: () => import("./commands/explain.ts"),
};

/** Runs one command line and answers with its exit code; never throws, never ends the process. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name = "", ...rest] = args;
  if (name === "" || name === "--help" || name === "-h" || name === "help") {
    io.stdout.write(await overview());
    return name === "" ? EXIT.unusable : EXIT.ok;
  }
  if (name === "--version") {
    const { version } = await import("./files/version.ts");
    io.stdout.write(`${version()}\n`);
    return EXIT.ok;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    const names = Object.keys(COMMANDS);
    io.stderr.write(
      `graph-contracts: unknown command '${name}'${didYouMean(name, names) || `; the commands are ${names.join(", ")}`}\n`,
    );
    return EXIT.unusable;
  }
  const { command } = await load();
  if (rest.includes("--help") || rest.includes("-h")) {
    io.stdout.write(`${command.help}\n`);
    return EXIT.ok;
  }
  try {
    return await command.run(rest, io, await configuration(name, io));
  } catch (error) {
    io.stderr.write(`graph-contracts ${name}: ${describe(error, io)}\n`);
    return EXIT.unusable;
  }
}

/** Commands that a configuration file may hold options of. */
const CONFIGURABLE = ["extract", "mock", "verify", "judge", "proxy", "start"] as const;

async function optionTables(): Promise<Tables> {
  const found: Record<string, OptionTable> = {};
  for (const name of CONFIGURABLE) {
    const load = COMMANDS[name];
    if (load) found[name] = (await load()).command.options;
  }
  return found;
}

/** Nothing is loaded for it where there is no file. */
async function configuration(command: string, io: Io): Promise<Configuration | undefined> {
  if (!["config", ...CONFIGURABLE].includes(command)) return undefined;
  const file = findConfiguration(io.cwd);
  if (file === undefined) return undefined;
  const { readConfiguration } = await import("./configuration/read.ts");
  return readConfiguration(file, await optionTables(), io);
}

async function overview(): Promise<string> {
  const lines = ["Usage: graph-contracts COMMAND [ARGUMENT ...]", "", "Commands:"];
  for (const [name, load] of Object.entries(COMMANDS)) {
    lines.push(`  ${name.padEnd(9)}${(await load()).command.summary}`);
  }
  lines.push("", "'graph-contracts COMMAND --help' lists the options of a command.", "");
  return lines.join("\n");
}

/** One line. A mistake of ours keeps its stack only where GRAPH_CONTRACTS_DEBUG asks for it. */
function describe(error: unknown, io: Io): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof UsageError) && io.env.GRAPH_CONTRACTS_DEBUG) return error.stack ?? error.message;
  return error.message.split("\n")[0] ?? error.message;
}

function output(stream: NodeJS.WriteStream): Output {
  const isTTY = stream.isTTY === true;
  return {
    write: (text) => void stream.write(text),
    isTTY,
    color: wantsColor(isTTY, process.env),
    columns: stream.columns ?? 80,
  };
}

function isMain(): boolean {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

if (isMain()) {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(EXIT.unusable);
      stop.abort(signal);
    });
  }
  process.exitCode = await main(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    signal: stop.signal,
  });
}
