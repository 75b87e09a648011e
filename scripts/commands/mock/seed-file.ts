import { readFile, writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { parse } from "yaml";
import { readSeedData, type SeedData } from "../../../mock/index.ts";
import { type Io, UsageError } from "../../terminal/io.ts";

/** Reads JSON or YAML, of which JSON is a part. */
export async function loadSeedData(path: string, io: Io): Promise<SeedData> {
  const text = await readFile(resolve(io.cwd, path), "utf8").catch(() => {
    throw new UsageError(`${path} cannot be read; 'graph-contracts mock --init' writes a starter file`);
  });
  try {
    return readSeedData(parse(text));
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new UsageError(`${path}: ${reason}`);
  }
}

const STARTER = `# What the mock holds at the start and after each reset: graph-contracts mock --seed-data seed-data.yaml
# The first user is signed in.
users:
  - id: 6f2a9d1c-0b7e-4c55-8a3e-1d2f3a4b5c6d
    userPrincipalName: ada@contoso.example
    displayName: Ada Example
  - id: 0c9b8a7d-6e5f-4a3b-9c2d-1e0f9a8b7c6d
    userPrincipalName: bob@contoso.example
    displayName: Bob Example

# A list fills a collection, instead of what the pages show; one object is a thing that stands alone.
collections:
  /me/contacts:
    - id: first-contact
      displayName: Cy Example
  /users/bob@contoso.example/profile/skills:
    - displayName: Writing
`;

/** Never over a file that is there. */
export async function writeStarter(io: Io): Promise<string> {
  const file = resolve(io.cwd, "seed-data.yaml");
  try {
    await writeFile(file, STARTER, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === "EEXIST"
        ? "seed-data.yaml is there already; remove it to begin anew"
        : `seed-data.yaml cannot be written (${code})`,
    );
  }
  return relative(io.cwd, file);
}
