/** Values of a template's parameters: where a path has them, and how they are put in again. */
import { decodeText, encodePath } from "./escapes.ts";
import { readTemplate, type TemplateParameter } from "./template.ts";

export interface PathValue {
  readonly name: string;
  /** Where it stands in the path as it was sent; both are -1 where the path leaves it out. */
  readonly start: number;
  readonly end: number;
  /** Whether it may hold slashes. */
  readonly spans: boolean;
  /** As it was sent, percent-encoded. */
  readonly raw: string;
  /** What it means. */
  readonly text: string;
}

export function pathValue(
  path: string,
  { name, spans }: TemplateParameter,
  start: number,
  end: number,
): PathValue {
  if (start < 0) return { name, spans, start, end, raw: "", text: "" };
  const raw = path.slice(start, end);
  const decoded = decodeText(raw);
  return {
    name,
    spans,
    start,
    end,
    raw,
    // A quote within quotes is doubled (OData 4.01 ABNF, `string`).
    text: decoded.includes("''") && isQuoted(path, start, end) ? decoded.replaceAll("''", "'") : decoded,
  };
}

/** What each parameter means, by its name. */
export function valuesByName(values: readonly PathValue[]): Record<string, string> {
  return Object.fromEntries(values.map(({ name, text }) => [name, text]));
}

/** The path with other values in place of its own, all else as it was sent. `other` is undefined for a value that stays. */
export function withValues(
  path: string,
  values: readonly PathValue[],
  other: (value: PathValue, before: string) => string | undefined,
): string {
  let done = "";
  let at = 0;
  for (const value of values.toSorted((a, b) => a.start - b.start)) {
    if (value.start < 0) continue;
    done += path.slice(at, value.start);
    const text = other(value, done);
    done +=
      text === undefined ? value.raw : encoded(text, value.spans, isQuoted(path, value.start, value.end));
    at = value.end;
  }
  return done + path.slice(at);
}

/** The path that a template and values for its parameters make. */
export function fillTemplate(template: string, valueFor: (name: string, offset: number) => string): string {
  const { parameters } = readTemplate(template);
  let index = 0;
  const filled = template.split("?")[0]?.replace(/\{([^{}]+)\}/g, (whole, name: string, offset: number) => {
    const spans = parameters[index]?.spans === true;
    index += 1;
    return readable(
      encoded(valueFor(name, offset), spans, isQuoted(template, offset, offset + whole.length)),
    );
  });
  return encodePath(filled ?? "");
}

function encoded(value: string, spans: boolean, quoted: boolean): string {
  const text = (quoted ? value.replaceAll("'", "''") : value).replace(/[\ud800-\udfff]/gu, "\ufffd");
  const strict = encodeURIComponent(text);
  return spans ? strict.replaceAll("%2F", "/") : strict;
}

/** What a segment may hold stays readable, as pages show it (RFC 3986, `pchar`). */
function readable(path: string): string {
  return path.replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeText);
}

function isQuoted(path: string, start: number, end: number): boolean {
  return path[start - 1] === "'" && path[end] === "'";
}
