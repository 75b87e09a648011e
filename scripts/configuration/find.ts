import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ENDINGS = ["json", "yaml", "yml", "ts", "mts", "js", "mjs"] as const;

/** The nearest configuration file from the working directory upwards. */
export function findConfiguration(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = ENDINGS.map((ending) => join(folder, `graph-contracts.config.${ending}`)).find((file) =>
      existsSync(file),
    );
    if (found !== undefined || dirname(folder) === folder) return found;
  }
}
