import { parameterNames, pathKey } from "../../spec/openapi/index.ts";

/**
 * Values of path parameters as a user gives them: by name (`usersId`), for every path that has such a parameter, or by path and name
 * (`/me/profile/skills/{id}:id`), for that path and those below it. The same name in two paths may so have two values.
 */
export type ParameterValues = Readonly<Record<string, string>>;

/** A parameter of one path, as the user writes it. */
interface PathParameter {
  readonly path: string;
  readonly name: string;
}

/** Reads the key of a value; a name alone belongs to no path. */
export function pathParameter(key: string): PathParameter | undefined {
  const at = key.lastIndexOf(":");
  return key.startsWith("/") && at > 0 ? { path: key.slice(0, at), name: key.slice(at + 1) } : undefined;
}

/** The values for the parameters of one template, by the template's own names. A value for the very path goes before one by name alone. */
export function parametersFor(values: ParameterValues, template: string): Readonly<Record<string, string>> {
  const names = parameterNames(template);
  const found = Object.entries(values).filter(([key]) => names.includes(key));
  const own = Object.entries(values).flatMap(([key, value]) => {
    const parameter = pathParameter(key);
    const name = parameter && nameIn(template, parameter);
    return name === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries([...found, ...own]);
}

/** Whether a key names a parameter of that template. */
export function isParameterOf(template: string, key: string): boolean {
  const parameter = pathParameter(key);
  if (!parameter) return parameterNames(template).includes(key);
  return nameIn(template, parameter) !== undefined;
}

/** The options of the command line that would give values to parameters of a template. */
export function parameterOptions(
  templates: readonly string[],
  template: string,
  names: readonly string[],
): string {
  const keys = names.map((name) => parameterKey(templates, template, name));
  const options = keys.map((key) => (key.startsWith("/") ? `'${key}=VALUE'` : `${key}=VALUE`));
  return options.map((one) => `--param ${one}`).join(" ");
}

/** How a user names a parameter: by its name alone where that means the same in every template that has it. */
export function parameterKey(templates: readonly string[], template: string, name: string): string {
  const place = (one: string): string => pathKey(one.slice(0, one.indexOf(`{${name}}`)));
  const places = new Set(templates.filter((one) => parameterNames(one).includes(name)).map(place));
  return places.size <= 1 ? name : `${template.split("?")[0]}:${name}`;
}

/** The template's name for a parameter that the user names by a path, which may call its parameters otherwise and end sooner. */
function nameIn(template: string, { path, name }: PathParameter): string | undefined {
  const wanted = pathKey(path);
  const actual = pathKey(template);
  if (actual !== wanted && !actual.startsWith(`${wanted}/`)) return undefined;
  const index = parameterNames(path).indexOf(name);
  return index < 0 ? undefined : parameterNames(template)[index];
}
