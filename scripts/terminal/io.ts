/** What a command may touch of the outside world: handed in, so that a test can stand in for a terminal. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by the first SIGINT or SIGTERM; a second one ends the process at once. */
  readonly signal: AbortSignal;
}

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Whether colour may be used: see `wantsColor`. */
  readonly color: boolean;
  readonly columns: number;
}

/** Exit codes of every command: done, found wanting, could not run. */
export const EXIT = { ok: 0, failed: 1, unusable: 2 } as const;

/** A mistake of the user's or of the surroundings: told in one line, without a stack trace, with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
