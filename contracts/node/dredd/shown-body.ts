import { Buffer } from "node:buffer";

/** Of a body that Dredd is given, in bytes; and how deep arrays and objects may lie in one another. */
const MOST_BYTES = 16 * 1024;
const DEEPEST = 100;

/**
 * A body as Dredd is given it. It judges none, it only keeps and prints them: with a recursive printer, which two million nested arrays overflow,
 * and of each failed transaction until the end of the run.
 */
export function shownBody(body: Uint8Array): Uint8Array {
  const depth = nesting(body);
  if (body.length <= MOST_BYTES && depth <= DEEPEST) return body;
  const note = depth > DEEPEST ? "nested too deeply to be shown here" : "cut off here";
  const shown = depth > DEEPEST ? body.subarray(0, DEEPEST) : body.subarray(0, MOST_BYTES);
  return Buffer.concat([shown, Buffer.from(`\n... ${note}: ${body.length} bytes in all`)]);
}

/** At least as deep as the body's arrays and objects lie in one another; brackets within texts are counted too. */
function nesting(body: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  for (const byte of body) {
    if (byte === 0x5b || byte === 0x7b) depth += 1;
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    if (depth > deepest) deepest = depth;
    if (deepest > DEEPEST) return deepest;
  }
  return deepest;
}
