import { EventEmitter } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type Dredd from "dredd";
import type { Configuration, Hooks, Stats, Test, Transaction } from "dredd";
import { loadPackage } from "../packages/index.ts";

export type { Transaction } from "dredd";

/** Dredd, loaded: it costs about half a second and is wanted by `verify` alone. */
export interface LoadedDredd {
  readonly Dredd: new (configuration: Configuration) => Dredd;
}

/** What Dredd made of one transaction. */
export interface DreddResult {
  readonly id: string;
  readonly outcome: "pass" | "fail" | "skip" | "error";
  readonly message: string;
}

export interface DreddRun {
  readonly endpoint: string;
  readonly description: { readonly location: string; readonly content: string };
  readonly transactions: readonly Transaction[];
  /** Before a request is sent: it may set `transaction.fail`. */
  readonly before: (transaction: Transaction) => Promise<void>;
  /** After the answer and before Dredd's own validation: it may set `transaction.fail` and `transaction.expected`. */
  readonly judge: (transaction: Transaction) => Promise<void>;
}

export function loadDredd(): LoadedDredd {
  const restore = muffleWarnings();
  try {
    const { Dredd, loggers } = loadPackage("dredd");
    // Both of Dredd's loggers write to the console; what it has to say is in its events.
    for (const logger of loggers) logger.transports.console.silent = true;
    return { Dredd };
  } finally {
    restore();
  }
}

/** Runs the transactions through Dredd, in place of those that it compiled from the description. */
export async function runDredd(loaded: LoadedDredd, run: DreddRun): Promise<readonly DreddResult[]> {
  const emitter = new EventEmitter();
  const results: DreddResult[] = [];
  for (const outcome of ["pass", "fail", "skip"] as const) {
    emitter.on(
      `test ${outcome}`,
      (test: Test) => void results.push({ id: test.title, outcome, message: test.message }),
    );
  }
  emitter.on("test error", (error: Error, test: Test) => {
    results.push({ id: test.title, outcome: "error", message: error.message });
  });
  const install = (hooks: Hooks): void => {
    hooks.beforeAll((transactions) => void transactions.splice(0, transactions.length, ...run.transactions));
    hooks.beforeEach((transaction, done) => settle(run.before(transaction), transaction, done));
    hooks.beforeEachValidation((transaction, done) => settle(run.judge(transaction), transaction, done));
  };
  const restore = muffleWarnings();
  try {
    await new Promise<Stats>((resolve, reject) => {
      const dredd = new loaded.Dredd({
        endpoint: run.endpoint,
        apiDescriptions: [{ ...run.description }],
        hookfiles: [HOOK_FILE],
        emitter,
        loglevel: "silent",
        color: false,
        custom: { cwd: process.cwd(), install },
      });
      dredd.run((error, stats) => (error ? reject(error) : resolve(stats)));
    });
  } finally {
    restore();
  }
  return results;
}

/** Compiled, this file stands beside `hooks.cjs`. */
const HOOK_FILE = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./hooks.cts" : "./hooks.cjs", import.meta.url),
);

/** A mistake of ours in a hook fails its transaction: Dredd would call back twice for a rejected one. */
function settle(work: Promise<void>, transaction: Transaction, done: () => void): void {
  work
    .catch((error: unknown) => {
      transaction.fail = `the check itself broke: ${error instanceof Error ? error.message : String(error)}`;
    })
    .then(done, done);
}

/**
 * Dredd's old dependencies make Node print warnings about circular imports and deprecated functions, of which a user can do nothing. Those of
 * anything else get through.
 */
function muffleWarnings(): () => void {
  const original = process.emitWarning;
  const muffled = (warning: string | Error, ...rest: unknown[]): void => {
    const text = String(warning);
    if (/circular dependency|punycode|url\.parse|util\._extend|OutgoingMessage|Buffer\(\)/.test(text)) return;
    Reflect.apply(original, process, [warning, ...rest]);
  };
  process.emitWarning = muffled;
  return () => {
    if (process.emitWarning === muffled) process.emitWarning = original;
  };
}
