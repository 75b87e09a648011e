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
  /** Lets Node's warnings through again. */
  readonly close: () => void;
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
  /** One of these two threw: the transaction is skipped. */
  readonly broken: (transaction: Transaction, error: Error) => void;
}

/** What came of a run. */
export interface DreddOutcome {
  readonly results: readonly DreddResult[];
  /** Dredd itself threw and stopped: why, and the transaction that it was at. The ones after it have no result. */
  readonly crash?: { readonly error: Error; readonly id: string | undefined };
}

export function loadDredd(): LoadedDredd {
  const close = muffleWarnings();
  try {
    const { Dredd, loggers } = loadPackage("dredd");
    // Both of Dredd's loggers write to the console; what it has to say is in its events.
    for (const logger of loggers) logger.transports.console.silent = true;
    return { Dredd, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Runs the transactions through Dredd, in place of those that it compiled from the description. Never rejects. */
export async function runDredd(loaded: LoadedDredd, run: DreddRun): Promise<DreddOutcome> {
  const emitter = new EventEmitter();
  const results: DreddResult[] = [];
  let current: string | undefined;
  for (const outcome of ["pass", "fail", "skip"] as const) {
    emitter.on(
      `test ${outcome}`,
      (test: Test) => void results.push({ id: test.title, outcome, message: test.message }),
    );
  }
  emitter.on("test error", (error: Error, test: Test) => {
    results.push({ id: test.title, outcome: "error", message: error.message });
  });
  try {
    await new Promise<Stats>((resolve, reject) => {
      const hook = (work: (transaction: Transaction) => Promise<void>) => {
        return (transaction: Transaction, done: () => void): void => {
          current = transaction.id;
          work(transaction)
            .catch((error: unknown) => {
              transaction.skip = true;
              run.broken(transaction, asError(error));
            })
            // Dredd goes on within this call: what it throws there ends up nowhere else.
            .then(done)
            .catch((error: unknown) => reject(asError(error)));
        };
      };
      const install = (hooks: Hooks): void => {
        hooks.beforeAll(
          (transactions) => void transactions.splice(0, transactions.length, ...run.transactions),
        );
        hooks.beforeEach(hook(run.before));
        hooks.beforeEachValidation(hook(run.judge));
      };
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
    return { results };
  } catch (error) {
    return { results, crash: { error: asError(error), id: current } };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Compiled, this file stands beside `hooks.cjs`. */
const HOOK_FILE = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./hooks.cts" : "./hooks.cjs", import.meta.url),
);

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
