/**
 * Keeps a target that answers nothing from costing a timeout for each check. After three requests in a row that were waited for in vain the
 * one that was last answered is tried once more: where that works, the three were faults of their own and the run goes on.
 */
export interface Breaker {
  /** Told of each request; `inVain` is whether it was waited for to the end of its time. */
  record(inVain: boolean): void;
  /** Before each request: whether the target has stopped answering. */
  isDead(): Promise<boolean>;
}

const PATIENCE = 3;

export function createBreaker(probe: () => Promise<boolean>): Breaker {
  let silent = 0;
  let dead = false;
  return {
    record(inVain) {
      silent = inVain ? silent + 1 : 0;
    },
    async isDead() {
      if (dead || silent < PATIENCE) return dead;
      dead = !(await probe());
      silent = 0;
      return dead;
    },
  };
}
