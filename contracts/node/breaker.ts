/**
 * Keeps a target that answers nothing from costing a timeout for each check. After two requests in a row without an answer the documented
 * one that last worked is tried once more: where it works, the two were faults of their own and the run goes on.
 */
export interface Breaker {
  /** Told of each request; `answered` is whether a whole answer came. */
  record(answered: boolean): void;
  /** Before each request: whether the target has stopped answering. */
  isDead(): Promise<boolean>;
}

const PATIENCE = 2;

export function createBreaker(probe: () => Promise<boolean>): Breaker {
  let silent = 0;
  let dead = false;
  return {
    record(answered) {
      silent = answered ? 0 : silent + 1;
    },
    async isDead() {
      if (dead || silent < PATIENCE) return dead;
      dead = !(await probe());
      silent = 0;
      return dead;
    },
  };
}
