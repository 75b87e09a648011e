/** Where ids, request ids and chance come from: the platform's generator, or a seeded one that repeats itself exactly. */
export interface Random {
  /** Whether it repeats itself when it is made again. */
  readonly seeded: boolean;
  /** 0 to 2^32 - 1. */
  uint32(): number;
  /** 0 to just below 1. */
  fraction(): number;
  /** 0 to `bound` - 1. */
  below(bound: number): number;
  /** A lower-case version 4 UUID (RFC 9562, section 5.4). */
  uuid(): string;
}

/** Streams drawn for different purposes do not disturb each other: an extra request id leaves the object ids as they were. */
export function createRandom(seed: number | undefined, purpose: string): Random {
  const uint32 = seed === undefined ? platformWords() : seededWords(seed, purpose);
  return {
    seeded: seed !== undefined,
    uint32,
    fraction: () => uint32() / 0x1_0000_0000,
    below: (bound) => Math.floor((uint32() / 0x1_0000_0000) * bound),
    uuid: () => formatUuid(uint32(), uint32(), uint32(), uint32()),
  };
}

/** Codes of the characters 0 to 9 and a to f. */
const HEX = new Uint8Array([48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102]);
const HYPHEN = 45;

/**
 * From character codes, in one piece: text that is put together from parts stays a tree of them until somebody reads it, which as a key
 * in the state costs more than the rest of keeping an object.
 */
function formatUuid(a: number, b: number, c: number, d: number): string {
  const second = (b & 0xffff0fff) | 0x4000;
  const third = (c & 0x3fffffff) | 0x80000000;
  // biome-ignore format: four digits or eight to a line
  return String.fromCharCode(
    hex(a, 28), hex(a, 24), hex(a, 20), hex(a, 16), hex(a, 12), hex(a, 8), hex(a, 4), hex(a, 0), HYPHEN,
    hex(second, 28), hex(second, 24), hex(second, 20), hex(second, 16), HYPHEN,
    hex(second, 12), hex(second, 8), hex(second, 4), hex(second, 0), HYPHEN,
    hex(third, 28), hex(third, 24), hex(third, 20), hex(third, 16), HYPHEN,
    hex(third, 12), hex(third, 8), hex(third, 4), hex(third, 0),
    hex(d, 28), hex(d, 24), hex(d, 20), hex(d, 16), hex(d, 12), hex(d, 8), hex(d, 4), hex(d, 0),
  );
}

function hex(word: number, shift: number): number {
  return HEX[(word >>> shift) & 0xf] as number;
}

/** One call to the platform for thousands of words: asking for each id alone costs more than the rest of a request. */
function platformWords(): () => number {
  const pool = new Uint32Array(4096);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      crypto.getRandomValues(pool);
      next = 0;
    }
    return pool[next++] as number;
  };
}

/** Small Fast Counter (Chris Doty-Humphrey's sfc32): 128 bits of state, of which the purpose takes its part. */
function seededWords(seed: number, purpose: string): () => number {
  let a = seed >>> 0;
  let b = Math.floor(seed / 0x1_0000_0000) >>> 0;
  let c = hash(purpose);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 16; round += 1) next();
  return next;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
