/** One measurement: what was compared, what came out, and what is aimed at. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  /** Absent where nothing is aimed at, or where it could not be measured. */
  readonly met?: boolean;
}

export interface Surroundings {
  /** The folder of this package. */
  readonly root: string;
  /** A folder of this run's own, removed at its end. */
  readonly temporary: string;
  /** The compiled command line: what users run, so what is measured. */
  readonly cli: string;
  /** Real documentation pages; undefined where none are at hand. */
  readonly pages: string | undefined;
  /** Says what is going on. */
  note(text: string): void;
}

export interface Bench {
  readonly name: string;
  readonly summary: string;
  run(surroundings: Surroundings): Promise<readonly Row[]>;
}

export function atLeast(what: string, ratio: number, goal: number, detail: string): Row {
  return { what, measured: `${format(ratio)} (${detail})`, goal: `>= ${goal}`, met: ratio >= goal };
}

export function atMost(what: string, ratio: number, goal: number, detail: string): Row {
  return { what, measured: `${format(ratio)} (${detail})`, goal: `<= ${goal}`, met: ratio <= goal };
}

/** What nothing is aimed at. */
export function printed(what: string, ratio: number, detail: string): Row {
  return { what, measured: `${format(ratio)} (${detail})`, goal: "printed" };
}

/** What could not be measured here, and why. */
export function unmeasured(what: string, reason: string): Row {
  return { what, measured: `not measured: ${reason}`, goal: "" };
}

function format(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2);
}
