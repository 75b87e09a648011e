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
  /** Whether colour may be used: a terminal, and NO_COLOR unset or empty. */
  readonly color: boolean;
  readonly columns: number;
}

/** Exit codes of every command: done, found wanting, could not run. */
export const EXIT = { ok: 0, failed: 1, unusable: 2 } as const;

/** A mistake of the user's or of the surroundings: told in one line, without a stack trace, with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** One subcommand: `scripts/<name>.ts` exports it as `command`. */
export interface Command {
  readonly summary: string;
  /** Shown by `--help`: synopsis and options. */
  readonly help: string;
  run(args: readonly string[], io: Io): Promise<number>;
}
