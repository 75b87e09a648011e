import type { Header } from "../../http/message.ts";

/** The fields of a message as Node keeps them raw, in their order and spelling. */
export function rawFields(raw: readonly string[]): readonly Header[] {
  return Array.from(
    { length: raw.length >> 1 },
    (_, index) => [raw[2 * index] ?? "", raw[2 * index + 1] ?? ""] as const,
  );
}
