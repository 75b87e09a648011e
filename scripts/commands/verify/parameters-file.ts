import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "yaml";
import { type Io, UsageError } from "../../terminal/io.ts";

/**
 * Values of path parameters from a JSON or YAML file. By name (`usersId: robin`), by path and name (`/me/skills/{id}:id: a1`), or by path with the
 * names below it (`/me/skills/{id}: { id: a1 }`).
 */
export async function readParameters(
  files: readonly string[],
  io: Io,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  for (const file of files) Object.assign(values, parametersOf(await read(file, io), file));
  return values;
}

function parametersOf(content: unknown, file: string): Record<string, string> {
  if (!isObject(content)) throw new UsageError(`--params: ${file} is not an object of names and values`);
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(content)) {
    const own = isObject(value) && key.startsWith("/") ? value : { "": value };
    for (const [name, one] of Object.entries(own)) {
      if (typeof one !== "string" && typeof one !== "number")
        throw new UsageError(`--params: ${file}: the value of '${key}' is neither a text nor a number`);
      values[name === "" ? key : `${key}:${name}`] = String(one);
    }
  }
  return values;
}

async function read(file: string, io: Io): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new UsageError(`--params: ${file} cannot be read (${code})`);
  }
  try {
    return parse(text, { logLevel: "error" });
  } catch (error) {
    throw new UsageError(`--params: ${file}: ${String((error as Error).message).split("\n")[0]}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
