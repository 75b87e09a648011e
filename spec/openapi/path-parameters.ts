/** One `{name}` of an OpenAPI path template. */
const PARAMETER = /\{([^{}]+)\}/g;

export function parameterNames(template: string): readonly string[] {
  return [...template.matchAll(PARAMETER)].map((match) => match[1] ?? "");
}

/**
 * The path with the given parameter values in place of its own. `path` is one that the template matches; where it does not (a page may
 * spell it otherwise) it is returned as it is. Values are percent-encoded here.
 */
export function withParameters(
  template: string,
  path: string,
  values: Readonly<Record<string, string>>,
): string {
  const names = parameterNames(template);
  if (!names.some((name) => Object.hasOwn(values, name))) return path;
  const [pathname = path, ...query] = path.split("?");
  const literal = template.split("?")[0] ?? template;
  const pattern = literal.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(PARAMETER, "([^/]+?)");
  const match = new RegExp(`^${pattern}$`, "i").exec(pathname);
  if (!match) return path;
  let index = 0;
  const filled = literal.replace(PARAMETER, (_, name: string) => {
    index += 1;
    const value = values[name];
    return value === undefined ? (match[index] ?? "") : encodeURIComponent(value);
  });
  return [filled, ...query].join("?");
}
