/** Pages to model, document and diagnostics: the whole of `spec/` behind one call. Reads no files. */
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { assembleModel, type Model, type PageFacts, readPageFacts } from "./model/index.ts";
import type { OpenApiDocument } from "./openapi/document.ts";
import { createPageReader, type IncludeSource } from "./page/index.ts";
import { buildDocument } from "./project/document.ts";

export interface PageSource {
  /** The page's name in everything that is derived from it: its path within the folder, with forward slashes. */
  readonly name: string;
  readonly text: string;
  /** Files that the page includes, by the address as it writes it. */
  readonly includes?: IncludeSource["includes"];
  /** Of the folder that the page was given in, where the name no longer shows it: `beta`, `v1.0`. */
  readonly version?: string;
}

export interface Extraction {
  readonly model: Model;
  readonly document: OpenApiDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/** Pages in any order. `progress` is called after each with the number read so far. One page that cannot be read costs that page. */
export function extract(sources: Iterable<PageSource>, progress?: (read: number) => void): Extraction {
  const read = createPageReader();
  const facts: PageFacts[] = [];
  const failures: Diagnostic[] = [];
  for (const { name, text, includes, version } of sources) {
    try {
      facts.push(readPageFacts(read(name, text, includes), version));
    } catch (error) {
      failures.push(unreadable(name, error));
    }
    progress?.(facts.length + failures.length);
  }
  const model = assembleModel(facts);
  return { model, document: buildDocument(model), diagnostics: [...failures, ...model.diagnostics] };
}

function unreadable(page: string, error: unknown): Diagnostic {
  return {
    rule: "page-unreadable",
    severity: "error",
    place: { page, line: 1 },
    reason: `the page could not be read: ${error instanceof Error ? error.message : String(error)}`,
    action: "the page is left out; please report it",
  };
}
