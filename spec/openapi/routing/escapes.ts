/** Percent-encoding in paths (RFC 3986, section 2). */

/** Encodes what no URI may hold; what is encoded already stays as it is. */
export function encodePath(path: string): string {
  // Half a surrogate pair is no character and cannot be encoded.
  return path
    .replace(/[\ud800-\udfff]/gu, "\ufffd")
    .replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu, (character) =>
      encodeURIComponent(character),
    );
}

/** The text itself where it is no percent-encoded UTF-8. */
export function decodeText(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Escapes of characters that a path may also hold as they are: `$`, `'`, `(`, `:` and the like, and letters. */
const NEEDLESS = /%(?:2[146789A-E]|3[0-9ABD]|4[0-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])/gi;

/**
 * The path without needless escapes, so that `/%24value` and `/things(%27a%27)` are what they mean: OData reads names, quotes and
 * parentheses after decoding (OData 4.01 URL conventions, section 2). An encoded slash, space or `%` stays encoded.
 */
export function withoutNeedlessEscapes(path: string): string {
  return path.replace(NEEDLESS, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

/** Where in the path the characters before `index` of its form without needless escapes end. */
export function indexAsSent(path: string, index: number): number {
  let at = 0;
  for (let count = 0; count < index; count += 1) {
    const code = path[at] === "%" ? path.slice(at, at + 3) : "";
    at += code !== "" && withoutNeedlessEscapes(code).length === 1 ? 3 : 1;
  }
  return at;
}
