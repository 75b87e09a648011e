/**
 * Text that a server sent may hold characters that a terminal obeys, that turn the direction of the line, or that XML 1.0 has no
 * room for (section 2.2: most control characters, lone surrogates, U+FFFE and U+FFFF). They become visible: `\u0007`.
 */
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

/** Tabs and line feeds stay; a carriage return before a line feed goes. */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNPRINTABLE, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** The same on one line. */
export function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, " ").trim();
}

/** The first `length` code points, with an ellipsis where there was more. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  const points = [...text.slice(0, 2 * length + 1)];
  return points.length <= length ? text : `${points.slice(0, length - 1).join("")}…`;
}

const ENTITY: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\n": "&#10;",
};

/** Text as the content of an XML or HTML element. */
export function escapeContent(text: string): string {
  return printable(text).replace(/[&<>]/g, (char) => ENTITY[char] ?? char);
}

/** Text as an attribute's value between quotes; a line feed outlives the parser's normalisation. */
export function escapeAttribute(text: string): string {
  return printable(text).replace(/[&<>"'\n]/g, (char) => ENTITY[char] ?? char);
}
