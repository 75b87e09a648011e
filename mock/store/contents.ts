/** What files, photos and attachments consist of, by the path of the thing. Bounded in bytes: beyond it the oldest go. */
import type { JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "./json.ts";

export interface Content {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Contents {
  get(path: string): Content | undefined;
  /** False where it alone is more than may be kept. */
  put(path: string, content: Content): boolean;
  remove(path: string): boolean;
  removeBelow(prefix: string): void;
  /** Bytes that are kept. */
  readonly size: number;
  snapshot(): Record<string, JsonValue>;
  restore(value: unknown): void;
  reset(): void;
}

export function createContents(maxBytes: number, changed: () => void): Contents {
  let contents = new Map<string, Content>();
  let size = 0;
  const drop = (path: string): boolean => {
    const found = contents.get(path);
    if (!found) return false;
    contents.delete(path);
    size -= found.bytes.length;
    return true;
  };
  const put = (path: string, content: Content): boolean => {
    if (content.bytes.length > maxBytes) return false;
    drop(path);
    contents.set(path, content);
    size += content.bytes.length;
    while (size > maxBytes) drop(contents.keys().next().value as string);
    return true;
  };
  const reset = (): void => {
    contents = new Map();
    size = 0;
  };
  return {
    get: (path) => contents.get(path),
    put: (path, content) => {
      const kept = put(path, content);
      if (kept) changed();
      return kept;
    },
    remove: (path) => {
      const found = drop(path);
      if (found) changed();
      return found;
    },
    removeBelow: (prefix) => {
      for (const path of contents.keys()) if (path.startsWith(prefix)) drop(path);
    },
    get size() {
      return size;
    },
    snapshot: () =>
      Object.fromEntries(
        [...contents].map(([path, { type, bytes }]) => [path, { type, base64: toBase64(bytes) }]),
      ),
    restore: (value) => {
      reset();
      if (value === undefined) return;
      if (!isObject(value)) throw new TypeError("Unexpected value of contents, expected an object");
      for (const [path, content] of Object.entries(value)) {
        const bytes =
          isObject(content) && typeof content.base64 === "string" ? fromBase64(content.base64) : undefined;
        if (!bytes || !isObject(content) || typeof content.type !== "string")
          throw new TypeError(`Unexpected value of contents['${path}'], expected a type and base64 text`);
        put(path, { type: content.type, bytes });
      }
    },
    reset,
  };
}

/** In pieces: an argument for each byte of a large file is more than a call may have. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** Undefined for what is no base64 text. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
