/** Two things measured in turn, so that whatever else the machine does falls on both. */
export interface Comparison {
  /** Medians of the two. */
  readonly first: number;
  readonly second: number;
  /** Median of the rounds' ratios, first to second. */
  readonly ratio: number;
}

/** Each round measures both, in turn the one and the other first. The first round warms up and does not count. */
export async function compare(
  rounds: number,
  measureFirst: () => Promise<number>,
  measureSecond: () => Promise<number>,
): Promise<Comparison> {
  const firsts: number[] = [];
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    let first = round % 2 === 0 ? await measureFirst() : 0;
    const second = await measureSecond();
    if (round % 2 === 1) first = await measureFirst();
    if (round === 0) continue;
    firsts.push(first);
    seconds.push(second);
  }
  return {
    first: median(firsts),
    second: median(seconds),
    ratio: median(firsts.map((first, index) => first / (seconds[index] ?? Number.NaN))),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
