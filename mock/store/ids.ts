/**
 * Identifiers of created objects, in the shape that the documentation shows: GUIDs, the documentation generator's patterned
 * GUIDs, numbers, opaque text, prefixed and composite ones.
 */
import type { Random } from "./random.ts";

export type IdMode = "random" | "documented";

export interface IdSource {
  /** The id of the n-th object of a kind, n from 0. The caller asks again with the next n where an id is taken. */
  next(n: number): string;
  /** Whether no id comes that anything has already: the caller need not look. */
  readonly unique: boolean;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const GUID_WITHIN = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** `documented` mode begins with the documented id itself; without a documented id every id is a random GUID. */
export function createIdSource(documented: string | undefined, mode: IdMode, random: Random): IdSource {
  const shown = documented?.trim() ? documented : undefined;
  if (shown === undefined || (mode === "random" && GUID.test(shown))) {
    // Of a seed the same ids come again, perhaps over a state that was saved.
    return { next: random.uuid, unique: !random.seeded };
  }
  return { next: createSequence(shown, mode, random), unique: false };
}

function createSequence(documented: string, mode: IdMode, random: Random): IdSource["next"] {
  const pattern = patternValue(documented);
  if (pattern !== undefined) {
    const spread = spreader(random);
    return (n) => patternGuid((pattern ^ spread(n)) >>> 0);
  }
  // Short numbers are counted on: drawn at random they would soon come twice.
  if (/^\d{1,6}$/.test(documented)) {
    const first = Number(documented) + (mode === "documented" ? 0 : 1);
    return (n) => String(first + n).padStart(documented.length, "0");
  }
  const vary = varier(documented, random);
  return (n) => (n === 0 && mode === "documented" ? documented : vary(n));
}

/**
 * The 32-bit value behind a patterned GUID, or undefined where the id does not follow the pattern: with the value as hi|lo,
 * `hilo-lo-hi-swap(lo)-swap(hi)swap(lo)swap(hi)`, where swap exchanges the two bytes.
 */
export function patternValue(id: string): number | undefined {
  if (!GUID.test(id)) return undefined;
  const value = Number.parseInt(id.slice(0, 8), 16);
  return patternGuid(value) === id.toLowerCase() ? value : undefined;
}

export function patternGuid(value: number): string {
  const hi = value >>> 16;
  const lo = value & 0xffff;
  return `${hex(hi)}${hex(lo)}-${hex(lo)}-${hex(hi)}-${hex(swap(lo))}-${hex(swap(hi))}${hex(swap(lo))}${hex(swap(hi))}`;
}

function hex(half: number): string {
  return half.toString(16).padStart(4, "0");
}

function swap(half: number): number {
  return ((half & 0xff) << 8) | (half >>> 8);
}

/** A bijection of 32-bit numbers that leaves 0 alone: each n gives another value, so no id comes twice. */
function spreader(random: Random): (n: number) => number {
  const factor = (random.uint32() | 1) >>> 0;
  return (n) => {
    let value = Math.imul(n, factor);
    value ^= value >>> 15;
    value = Math.imul(value, 0x2c1b3c6d);
    value ^= value >>> 12;
    return value >>> 0;
  };
}

/**
 * Another id of the same shape: GUIDs are replaced, runs that hold a digit or are long get other characters of the same
 * kind, words and punctuation stay. An id of words alone gets a number, since there is nothing to vary in it.
 */
function varier(documented: string, random: Random): IdSource["next"] {
  const parts = shapeOf(documented);
  const space = parts.reduce((total, part) => total * part.space, 1);
  if (space === 1) return (n) => `${documented}-${n + 1}`;
  if (space >= 1e15) return () => parts.map((part) => part.draw(random)).join("");
  const given = new Set<string>([documented]);
  return (n) => {
    for (let attempt = 0; attempt < 64 && given.size < space / 2; attempt += 1) {
      const id = parts.map((part) => part.draw(random)).join("");
      if (!given.has(id)) {
        given.add(id);
        return id;
      }
    }
    return `${documented}${/\d$/.test(documented) ? "" : "-"}${n + 1_000_000}`;
  };
}

interface Part {
  /** How many texts it can become. */
  readonly space: number;
  draw(random: Random): string;
}

function shapeOf(id: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of id.matchAll(GUID_WITHIN)) {
    parts.push(...runs(id.slice(end, match.index)), { space: 2 ** 122, draw: (random) => random.uuid() });
    end = match.index + match[0].length;
  }
  const host = id.indexOf("@", end);
  if (host < 0) return [...parts, ...runs(id.slice(end))];
  return [...parts, ...runs(id.slice(end, host)), fixed(id.slice(host))];
}

function runs(text: string): Part[] {
  return (text.match(/[A-Za-z0-9]+|[^A-Za-z0-9]+/g) ?? []).map((run) => {
    const opaque = /^[A-Za-z0-9]/.test(run) && run.length > 2 && (/\d/.test(run) || run.length >= 16);
    return opaque ? variable(run) : fixed(run);
  });
}

function fixed(text: string): Part {
  return { space: 1, draw: () => text };
}

/** Long opaque runs keep their first four characters: they tell the kind (`AAMk`, `AQMk`, `MSox`). */
function variable(run: string): Part {
  const kept = run.length >= 16 ? 4 : 0;
  const alphabets = [...run].map((character, index) =>
    index < kept ? character : alphabetOf(character, run, index),
  );
  return {
    space: alphabets.reduce((total, alphabet) => total * alphabet.length, 1),
    draw: (random) => alphabets.map((alphabet) => alphabet.charAt(random.below(alphabet.length))).join(""),
  };
}

function alphabetOf(character: string, run: string, index: number): string {
  if (/\d/.test(character)) return index === 0 && character !== "0" ? "123456789" : "0123456789";
  const hexadecimal = /^[0-9a-f]+$/.test(run) || /^[0-9A-F]+$/.test(run);
  const letters = hexadecimal ? "abcdef" : "abcdefghijklmnopqrstuvwxyz";
  return /[a-z]/.test(character) ? letters : letters.toUpperCase();
}
