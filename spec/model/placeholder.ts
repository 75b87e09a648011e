/** Text that a draft still owes its readers: generator stubs and editors' notes. */

const MARKER = /(?:^|[\s*_[({<"'])(?:TODO|TBD|FIXME)(?![A-Za-z])/;

export function isPlaceholder(text: string): boolean {
  return MARKER.test(text);
}

/** The text without its placeholder: `**TODO: Add Description** Inherited from entity` leaves the second sentence. */
export function withoutPlaceholder(text: string): string {
  if (!isPlaceholder(text)) return text.trim();
  const rest = text
    .replace(/\*\*\s*(?:TODO|TBD|FIXME)\b[^*]*\*\*/g, "")
    .replace(/(?:TODO|TBD|FIXME)\b:?[^.]*\.?/g, "");
  return rest.trim();
}
