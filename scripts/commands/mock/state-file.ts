import { open, readFile, rename } from "node:fs/promises";
import type { Mock } from "../../../mock/index.ts";
import { UsageError } from "../../terminal/io.ts";

export interface StateFile {
  /** Saves what is not saved yet. */
  close(): Promise<void>;
}

/** Milliseconds that changes are gathered for at least, and so many times what the last write took. */
export interface Pace {
  readonly shortest: number;
  readonly timesLastWrite: number;
}

const PACE: Pace = { shortest: 100, timesLastWrite: 10 };

/**
 * Loads the state and keeps the file current. It is written to a file beside it and renamed, so that whatever kills the process
 * leaves the old state or the new one. A damaged file is a `UsageError`: starting with an empty state would overwrite it.
 */
export async function keepState(
  mock: Mock,
  file: string,
  onFailure: (reason: string) => void,
  pace: Pace = PACE,
): Promise<StateFile> {
  await load(mock, file);
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
    close: () => {
      unsubscribe();
      clearTimeout(timer);
      return queue();
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

async function write(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp`;
  const handle = await open(temporary, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}
