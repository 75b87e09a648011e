/**
 * Whether the whole text fits a pattern in which `*` stands for any characters, none included. Each star is tried once more only where the text
 * goes on, so the time is bounded by the product of both lengths; a regular expression with many stars can take for ever.
 */
export function fitsWildcard(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let afterStar = 0;
  while (inText < text.length) {
    if (pattern[inPattern] === "*") {
      star = inPattern;
      afterStar = inText;
      inPattern += 1;
    } else if (inPattern < pattern.length && pattern[inPattern] === text[inText]) {
      inPattern += 1;
      inText += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      afterStar += 1;
      inText = afterStar;
      inPattern = star + 1;
    } else return false;
  }
  while (pattern[inPattern] === "*") inPattern += 1;
  return inPattern === pattern.length;
}
