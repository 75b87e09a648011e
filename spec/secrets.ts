/**
 * The one rule of what must not be shown: by the names of header fields, query parameters and members of bodies. Used by the terminal, the reports,
 * the logs of mock and proxy, and the recorder.
 */

export const REDACTED = "[redacted]";

/** Words that make a name one of a secret, wherever they stand in it. */
const SECRET_WORDS = new Set([
  ...["token", "tokens", "secret", "secrets", "password", "passwords", "passwd", "pwd", "passphrase"],
  ...["credential", "credentials", "assertion", "auth", "authorization", "cookie", "cookie2"],
  ...["session", "sig", "signature", "pin", "key", "apikey", "tempauth"],
]);
/** Names that are written as one word: `accesstoken`, `clientsecret`, `xapikey`. */
const SECRET_END = /(?:token|secret|password|passwd|apikey|credentials?|assertion)$/;
/** A code of its own is a grant (RFC 6749 4.1.3); a postal code is none. */
const SECRET_CODE = /^(?:(?:auth|authorization|device|user|verification|security|one ?time|otp) )?code$/;
/** Names that hold one of the words and tell nothing. */
const PLAIN = new Set(["key id", "token type", "session control", "auth methods"]);

/** Whether what stands under the name is a secret, whoever sent it. `$skiptoken` and the like are counted: what they hold is opaque. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
  const text = words.join(" ");
  if (PLAIN.has(text)) return false;
  return words.some((word) => SECRET_WORDS.has(word) || SECRET_END.test(word)) || SECRET_CODE.test(text);
}

/** Header fields that every client sends and that hold nothing of its own. All others that a user adds are taken for secrets. */
const PUBLIC_FIELDS = new Set(["accept", "prefer", "consistencylevel", "content-type", "client-request-id"]);

export function isPublicField(name: string): boolean {
  return PUBLIC_FIELDS.has(name.toLowerCase());
}

/** The query (with or without its question mark) or the form with the values of secret names taken out. */
export function redactQuery(text: string): string {
  return text.replace(/(^|[?&;])([^=&;#?]+)=([^&;#]*)/g, (whole, before: string, name: string) =>
    isSecretName(decoded(name)) ? `${before}${name}=${REDACTED}` : whole,
  );
}

/** A URL, or a path with a query, with the values of its secret parameters taken out. */
export function redactUrl(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query) + redactQuery(url.slice(query));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A JSON text with the values under secret names taken out, whole subtrees included; what is cut off in the middle or no JSON at all is read as
 * far as it goes. `code` beside `message` is an error's code and stays.
 */
export function redactJson(text: string): string {
  let result = "";
  let at = 0;
  const member = /"((?:[^"\\]|\\.)*)"(\s*:\s*)/gs;
  for (let match = member.exec(text); match; match = member.exec(text)) {
    const name = match[1] ?? "";
    if (!isSecretName(unescaped(name)) || isErrorCode(name, text, member.lastIndex)) continue;
    const end = endOfValue(text, member.lastIndex);
    result += `${text.slice(at, member.lastIndex)}"${REDACTED}"`;
    at = end;
    member.lastIndex = end;
  }
  return result + text.slice(at);
}

function unescaped(name: string): string {
  if (!name.includes("\\")) return name;
  try {
    return String(JSON.parse(`"${name}"`));
  } catch {
    return name;
  }
}

/** Graph's errors have a code and, right after it or right before it, a message. */
function isErrorCode(name: string, text: string, valueAt: number): boolean {
  if (name !== "code") return false;
  const after = text.slice(endOfValue(text, valueAt), endOfValue(text, valueAt) + 40);
  const before = text.slice(Math.max(0, valueAt - 60), valueAt);
  return (
    /^\s*,\s*"message"\s*:/.test(after) || /"(?:error|innerError)"\s*:\s*\{\s*"code"\s*:\s*$/i.test(before)
  );
}

/** The index behind the JSON value that begins at `start`; the end of the text where it is cut. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const one = text[at];
    if (one === '"') {
      at = endOfString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (one === "{" || one === "[") depth += 1;
    else if (one === "}" || one === "]") {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && one === ",") return at;
    at += 1;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
