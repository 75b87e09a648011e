/**
 * A baseline: what is known to be wrong, so that only what is new fails. It is compared by what is said of what, never by line or value,
 * so that an entry outlives edits around it.
 */
export interface BaselineEntry {
  /** What it is about: a check's id, a page, or `GET /me` for traffic. */
  readonly subject: string;
  readonly rule: string;
  readonly message: string;
  /** Why it is accepted. */
  readonly reason?: string;
  /** `2027-01-31`: from the day after, it fails again. */
  readonly expires?: string;
}

export type Known = Pick<BaselineEntry, "subject" | "rule" | "message">;

export interface Baseline {
  /** The entry that accepts it, unless that has expired. */
  find(item: Known): BaselineEntry | undefined;
  /** Entries that were asked for nothing, among those that `isConcerned` lets count. */
  gone(isConcerned?: (entry: BaselineEntry) => boolean): readonly BaselineEntry[];
  readonly expired: readonly BaselineEntry[];
}

export function createBaseline(entries: readonly BaselineEntry[], today: string): Baseline {
  const isExpired = ({ expires }: BaselineEntry): boolean => expires !== undefined && expires < today;
  const byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const seen = new Set<string>();
  return {
    find(item) {
      const key = keyOf(item);
      const entry = byKey.get(key);
      if (!entry) return undefined;
      seen.add(key);
      return isExpired(entry) ? undefined : entry;
    },
    gone: (isConcerned = () => true) =>
      entries.filter((entry) => !seen.has(keyOf(entry)) && isConcerned(entry)),
    expired: entries.filter(isExpired),
  };
}

/** The entries of a new baseline: reasons and dates of the old one stay where the same is still found. */
export function updatedBaseline(
  found: readonly Known[],
  old: readonly BaselineEntry[],
): readonly BaselineEntry[] {
  const before = new Map(old.map((entry) => [keyOf(entry), entry]));
  const entries = new Map(
    found.map(({ subject, rule, message }) => {
      const entry = { subject, rule, message: normalised(message) };
      return [keyOf(entry), { ...before.get(keyOf(entry)), ...entry }];
    }),
  );
  return [...entries.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ subject, rule, message }: Known): string {
  return JSON.stringify([subject, rule, normalised(message)]);
}

/** Line numbers, ids and lengths differ from run to run. */
function normalised(message: string): string {
  return message
    .replace(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi, "ID")
    .replace(/\bline \d+/g, "line N")
    .replace(/\b\d+\b/g, "N");
}
