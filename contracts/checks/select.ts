import { fitsWildcard } from "../../spec/openapi/index.ts";

/**
 * Whether a check's id fits one of the patterns: `*` stands for anything; a pattern without `/` is held against the operation's name and the
 * case's (`refuse-*`, `postMeProfile`), one with `/` against the whole id.
 */
export function fits(id: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const names = pattern.includes("/") ? [id] : id.split("/");
    return names.some((name) => fitsWildcard(pattern, name));
  });
}
