/** Repeatable random choices: the same seed gives the same attack on every machine. */
export interface Random {
  /** An integer from 0 up to, but without, the bound; 0 for a bound below 1. */
  below(bound: number): number;
  /** One of the items. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** A linear congruential step with an xorshift output: quick, and good enough to choose places on a page. */
export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let mixed = state;
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x2c1b3c6d) >>> 0;
    mixed ^= mixed >>> 13;
    return mixed >>> 0;
  };
  const below = (bound: number): number => (bound < 1 ? 0 : next() % Math.floor(bound));
  return { below, pick: (items) => items[below(items.length)] ?? items[0] };
}
