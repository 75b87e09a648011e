/**
 * Whether a check's id fits one of the patterns: `*` stands for anything, a pattern without `/` or `*` is the case's or the operation's name
 * (`refuse-no-token`, `postMeProfile`).
 */
export function fits(id: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (!pattern.includes("*") && !pattern.includes("/")) return id.split("/").includes(pattern);
    const source = pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*");
    return new RegExp(`^${source}$`).test(id);
  });
}
