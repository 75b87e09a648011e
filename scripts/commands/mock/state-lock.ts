import { open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import process from "node:process";
import { UsageError } from "../../terminal/io.ts";

/** Holds a file for one process. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Two mocks that save into one file would undo each other's changes, so the second is refused: a `UsageError`. The lock of a process that is gone
 * is taken over. Where no file can be made beside it (a single mounted file), there is no lock.
 */
export async function lockFile(file: string): Promise<Lock> {
  const path = `${file}.lock`;
  const own = JSON.stringify({ host: hostname(), process: process.pid, started: startOfProcess() });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = await open(path, "wx");
      await handle.writeFile(own);
      await handle.close();
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST") return { release: async () => undefined };
      if (await isHeld(path)) {
        throw new UsageError(
          `${file} is in use by another mock; name another file with --state, or remove ${path} if none is running`,
        );
      }
      await rm(path, { force: true });
    }
  }
  throw new UsageError(`${file} is being taken by another mock at this moment; try again`);
}

async function isHeld(path: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "");
  const holder = readHolder(text);
  // What a process leaves that is killed while it writes tells nothing of who it was.
  if (!holder) return false;
  if (holder.host !== hostname()) return true;
  // A container that is started again has the process number of the one before.
  if (holder.process === process.pid) return Math.abs(holder.started - startOfProcess()) < SAME_START;
  try {
    process.kill(holder.process, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Milliseconds by which two readings of one start may differ. */
const SAME_START = 1000;

function startOfProcess(): number {
  return Math.round(Date.now() - process.uptime() * 1000);
}

interface Holder {
  readonly host: string;
  readonly process: number;
  /** Milliseconds since 1970. */
  readonly started: number;
}

function readHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as { host?: unknown; process?: unknown; started?: unknown } | null;
    if (typeof value?.host !== "string" || !Number.isInteger(value.process)) return undefined;
    return { host: value.host, process: Number(value.process), started: Number(value.started) };
  } catch {
    return undefined;
  }
}
