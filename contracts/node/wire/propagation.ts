/**
 * How long a target is given to make an object known that it has just created. A store with replicas may answer 404 for a moment; Graph itself
 * does. A target for which waiting has never helped is not waited for again and again.
 */
export interface Propagation {
  /** The pauses before each further attempt, in milliseconds. */
  pauses(): readonly number[];
  helped(): void;
  inVain(): void;
}

const PAUSES: readonly number[] = [60, 120, 240, 480, 900];
/** Objects that stayed unknown to the end of all pauses before waiting ends. */
const VAIN = 2;

export function createPropagation(): Propagation {
  let vain = 0;
  return {
    pauses: () => (vain < VAIN ? PAUSES : []),
    helped() {
      vain = 0;
    },
    inVain() {
      vain += 1;
    },
  };
}
