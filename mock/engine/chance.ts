/** Trouble without being asked for: latency, random failures, throttling. */

import type { Settings, Throttle } from "../options.ts";
import { createRandom } from "../store/random.ts";
import { errorOfStatus, type GraphError, tooManyRequests } from "./graph-error.ts";

export interface Chance {
  /** Milliseconds to wait; 0 for none. */
  latency(): number;
  failure(): GraphError | undefined;
  /** `user` is whoever the limit is for. */
  throttled(user: string): GraphError | undefined;
}

/** What Graph answers when it is busy. */
const FAILURES = [429, 500, 503, 504] as const;

export function createChance(settings: Settings): Chance {
  const random = createRandom(settings.seed, "chance");
  const { latency, failRate, throttle } = settings;
  const limiter = throttle && createLimiter(throttle, settings.fixedClock);
  return {
    latency: () => (latency ? latency.from + random.below(latency.to - latency.from + 1) : 0),
    failure: () => {
      if (failRate === 0 || random.fraction() >= failRate) return undefined;
      const status = FAILURES[random.below(FAILURES.length)] ?? 503;
      return errorOfStatus(status, `Failed at random: the failure rate is ${failRate}`);
    },
    throttled: (user) => limiter?.(user),
  };
}

/** Users remembered at once; a client that makes up users must not fill the memory. */
const MOST_USERS = 10_000;

/** A window of fixed length for each user, begun by the first request. Time is the process's own: the clock may stand still. */
function createLimiter(
  { requests, milliseconds }: Throttle,
  fixedClock: boolean,
): (user: string) => GraphError | undefined {
  const windows = new Map<string, { readonly end: number; count: number }>();
  return (user) => {
    const now = performance.now();
    let window = windows.get(user);
    if (!window || window.end <= now) {
      windows.delete(user);
      if (windows.size >= MOST_USERS) windows.delete(windows.keys().next().value as string);
      window = { end: now + milliseconds, count: 0 };
      windows.set(user, window);
    }
    window.count += 1;
    if (window.count <= requests) return undefined;
    const left = fixedClock ? milliseconds : window.end - now;
    const seconds = Math.max(1, Math.ceil(left / 1000));
    return tooManyRequests(
      seconds,
      `Unexpected request ${window.count} of the user, expected ${requests} in ${milliseconds / 1000} s`,
    );
  };
}
