/** Where ids, request ids and chance come from: the platform's generator, or a seeded one that repeats itself exactly. */
export interface Random {
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
    uint32,
    fraction: () => uint32() / 0x1_0000_0000,
    below: (bound) => Math.floor((uint32() / 0x1_0000_0000) * bound),
    uuid: () => formatUuid(uint32(), uint32(), uint32(), uint32()),
  };
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function formatUuid(a: number, b: number, c: number, d: number): string {
  const second = (b & 0xffff0fff) | 0x4000;
  const third = (c & 0x3fffffff) | 0x80000000;
  return `${byte(a, 24)}${byte(a, 16)}${byte(a, 8)}${byte(a, 0)}-${byte(second, 24)}${byte(second, 16)}-${byte(second, 8)}${byte(second, 0)}-${byte(third, 24)}${byte(third, 16)}-${byte(third, 8)}${byte(third, 0)}${byte(d, 24)}${byte(d, 16)}${byte(d, 8)}${byte(d, 0)}`;
}

function byte(word: number, shift: number): string {
  return BYTES[(word >>> shift) & 0xff] as string;
}

/** One call to the platform for a thousand words: asking for each id alone costs more than the rest of a request. */
function platformWords(): () => number {
  const pool = new Uint32Array(1024);
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
