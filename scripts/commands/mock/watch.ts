import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Milliseconds: an editor writes a file in several steps. */
const QUIET = 80;

/**
 * Calls `onChange` once after each burst of changes below the paths, never twice at the same time. Files are watched through their
 * folder, since editors replace them. Answers with the way to stop.
 */
export function watchPaths(paths: readonly string[], onChange: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    await onChange();
    running = false;
    if (!again) return;
    again = false;
    schedule();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), QUIET);
  };
  const watchers = paths.map((path) => watchOne(path, schedule));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function watchOne(path: string, schedule: () => void): FSWatcher {
  if (statSync(path).isDirectory()) return watch(path, { recursive: true }, schedule);
  const name = basename(path);
  return watch(dirname(path), (_, changed) => {
    if (changed === null || changed === name) schedule();
  });
}
