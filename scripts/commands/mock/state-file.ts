import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import type { Mock } from "../../../mock/index.ts";
import { UsageError } from "../../terminal/io.ts";
import { lockFile } from "./state-lock.ts";

export interface StateFile {
  /** Saves what is not saved yet; false where that failed. */
  close(): Promise<boolean>;
}

/** Milliseconds that changes are gathered for at least, and so many times what the last write took. */
export interface Pace {
  readonly shortest: number;
  readonly timesLastWrite: number;
}

const PACE: Pace = { shortest: 100, timesLastWrite: 10 };

/**
 * Loads the state and keeps the file current. It is written to a file beside it and renamed, so that whatever kills the process
 * leaves the old state or the new one. A damaged file, or one that another mock keeps, is a `UsageError`: starting all the same would
 * overwrite it.
 */
export async function keepState(
  mock: Mock,
  file: string,
  onFailure: (reason: string) => void,
  pace: Pace = PACE,
): Promise<StateFile> {
  const lock = await lockFile(file);
  await load(mock, file).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  let changed = false;
  let timer: NodeJS.Timeout | undefined;
  let pause = pace.shortest;
  let saving: Promise<void> = Promise.resolve();

  const save = async (): Promise<void> => {
    if (!changed) return;
    changed = false;
    const started = performance.now();
    try {
      await write(file, `${JSON.stringify(mock.state.snapshot())}\n`);
    } catch (error) {
      changed = true;
      onFailure(`${file} cannot be saved: ${error instanceof Error ? error.message : String(error)}`);
    }
    pause = Math.max(pace.shortest, (performance.now() - started) * pace.timesLastWrite);
  };
  const queue = (): Promise<void> => {
    saving = saving.then(save);
    return saving;
  };
  const unsubscribe = mock.state.subscribe(() => {
    changed = true;
    timer ??= setTimeout(() => {
      timer = undefined;
      void queue();
    }, pause);
  });
  return {
    close: async () => {
      unsubscribe();
      clearTimeout(timer);
      await queue();
      await lock.release();
      return !changed;
    },
  };
}

async function load(mock: Mock, file: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    mock.state.restore(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${file} is damaged and was left as it is (${reason}); move it away or name another with --state`,
    );
  }
}

/** What a link points to is written, not the link, and a file keeps its mode. */
async function write(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const mode = await stat(target).then(
    (found) => found.mode & 0o777,
    () => 0o666,
  );
  const temporary = `${target}.tmp`;
  try {
    await writeSynced(temporary, text, mode);
    await rename(temporary, target);
  } catch (error) {
    if (!IN_PLACE.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await writeSynced(target, text, mode);
    await rm(temporary, { force: true });
  }
}

/** A single file that is mounted cannot be replaced by another one, and its folder may take none. */
const IN_PLACE: ReadonlySet<string> = new Set(["EBUSY", "EXDEV", "EACCES", "EPERM", "EROFS"]);

async function writeSynced(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, "w", mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
