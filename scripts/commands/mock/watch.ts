import { existsSync, type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Milliseconds: an editor writes a file in several steps. */
const QUIET = 80;
/** Milliseconds between looks for a path that is gone. */
const ABSENT = 250;

/**
 * Calls `onChange` once after each burst of changes below the paths, never twice at the same time. Files are watched through their
 * folder, since editors replace them. A path that is deleted is waited for: a checkout of another branch deletes folders and makes
 * them anew. Answers with the way to stop.
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
  const stops = paths.map((path) => keepWatching(path, schedule));
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

function keepWatching(path: string, schedule: () => void): () => void {
  let watchers: readonly FSWatcher[] = [];
  let look: NodeJS.Timeout | undefined;
  const wait = (): void => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
    look ??= setInterval(() => {
      if (!existsSync(path)) return;
      clearInterval(look);
      look = undefined;
      open();
      schedule();
    }, ABSENT);
  };
  const open = (): void => {
    try {
      const folder = watchedFolder(path);
      const opened = identity(folder);
      const changed = (): void => {
        schedule();
        if (identity(folder) !== opened) wait();
      };
      watchers = [watchOne(path, changed), watchName(folder, changed)];
      for (const watcher of watchers) watcher.on("error", wait);
    } catch {
      // It has gone again between the look and the watch.
      wait();
    }
  };
  open();
  return () => {
    clearInterval(look);
    for (const watcher of watchers) watcher.close();
  };
}

/** A folder that was made anew under its old name is another one, of which the watch knows nothing. */
function identity(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}

/** The folder that is watched for the path's sake. */
function watchedFolder(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? dirname(path) : path;
}

/** A folder does not tell that it was moved away; the one that it is in does. */
function watchName(path: string, changed: () => void): FSWatcher {
  const name = basename(path);
  return watch(dirname(path), (_, file) => {
    if (file === null || file === name) changed();
  });
}

function watchOne(path: string, changed: () => void): FSWatcher {
  return statSync(path).isDirectory() ? watch(path, { recursive: true }, changed) : watchName(path, changed);
}
