import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenApiDocument } from "../../../spec/index.ts";
import { type RunningServer, serve } from "./reference.ts";
import type { BenchServer } from "./servers/index.ts";

type Run = (callback: (error: Error | null, stats: { failures: number; errors: number }) => void) => void;
type PlainDredd = new (configuration: object) => { run: Run };

/** It has no time limit of its own: a server that keeps it waiting for so long is one that it has not judged. */
const PATIENCE_MS = 3000;

/** What Dredd makes of a server by itself, with the same description and a token: whether it finds anything wrong. */
export async function plainDreddOn(server: BenchServer, document: OpenApiDocument): Promise<boolean> {
  return plainDredd(await serve(server.behaviour()), document, "token");
}

/** The same of a server that runs already; it is closed afterwards. */
export async function plainDredd(
  running: RunningServer,
  document: OpenApiDocument,
  token: string,
): Promise<boolean> {
  const Dredd = load();
  const finished = new Promise<boolean>((resolve) => {
    const dredd = new Dredd({
      endpoint: running.url,
      apiDescriptions: [{ location: "openapi.json", content: JSON.stringify(readable(document)) }],
      header: [`Authorization: Bearer ${token}`],
      emitter: new EventEmitter(),
      loglevel: "silent",
      color: false,
    });
    dredd.run((error, stats) =>
      resolve(error !== null && error !== undefined ? true : stats.failures + stats.errors > 0),
    );
  });
  const caught = await Promise.race([finished, sleep(PATIENCE_MS, false)]);
  await running.close();
  return caught;
}

/**
 * The same description in the words that Dredd's parser knows, so that it is measured by what it finds and not by what it cannot read: an example
 * for each path parameter, `example` in place of `examples`, and no extensions. Its schemas go, since it applies none.
 */
function readable(document: OpenApiDocument): unknown {
  const paths = structuredClone(document.paths) as Record<string, Record<string, Loose>>;
  for (const item of Object.values(paths)) {
    for (const operation of Object.values(item)) {
      for (const parameter of (operation.parameters ?? []) as Loose[]) parameter.example ??= "user-1";
      const parts = [operation.requestBody, ...Object.values(operation.responses ?? {})] as (
        | Loose
        | undefined
      )[];
      for (const media of parts.flatMap((part) =>
        Object.values((part?.content ?? {}) as Record<string, Loose>),
      )) {
        const [first] = Object.values((media.examples ?? {}) as Record<string, { value: unknown }>);
        if (first) media.example = first.value;
        delete media.examples;
        delete media.schema;
      }
    }
  }
  return { openapi: document.openapi, info: document.info, paths };
}

type Loose = Record<string, unknown>;

function load(): PlainDredd {
  const require = createRequire(import.meta.url);
  process.removeAllListeners("warning");
  for (const name of ["dredd/build/logger.js", "dredd/build/reporters/reporterOutputLogger.js"]) {
    (
      require(name) as { default: { transports: { console: { silent: boolean } } } }
    ).default.transports.console.silent = true;
  }
  const module = require("dredd") as PlainDredd | { default: PlainDredd };
  return "default" in module ? module.default : module;
}
