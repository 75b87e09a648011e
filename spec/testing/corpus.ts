/** The sample of real pages that lies beside the repository on some machines and is not part of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { PageSource } from "../index.ts";

const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));

/** Undefined where the sample is not at hand. */
export function corpusPages(
  sample: "corpus" | "corpus-more" | "corpus-scale" = "corpus",
): readonly PageSource[] | undefined {
  return pagesBelow(join(SHARED, sample));
}

/** The page that the embedded one follows. */
export function seedPage(): PageSource | undefined {
  const file = join(SHARED, "seed", "create-profile.md");
  return existsSync(file) ? { name: "create-profile.md", text: readFileSync(file, "utf8") } : undefined;
}

/** The package's own pages. */
export function embeddedPages(): readonly PageSource[] {
  return pagesBelow(fileURLToPath(new URL("../pages/", import.meta.url))) ?? [];
}

function pagesBelow(folder: string): PageSource[] | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.endsWith("README.md"))
    .map((path) => ({ name: path.split(sep).join("/"), text: readFileSync(join(folder, path), "utf8") }));
}
