/** Hundreds of real pages, where they are at hand: nothing is lost in silence, and what comes out is sound. */
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { describe, expect, it } from "vitest";
import { type Extraction, extract, METHODS, type PageSource, stringifyJson } from "./index.ts";
import { lintErrors, schemaErrors, typeErrors } from "./testing/consumers.ts";
import { corpusPages } from "./testing/corpus.ts";

const pages = corpusPages() ?? [];
if (pages.length === 0)
  process.stderr.write("spec/corpus.test.ts skips: no sample of pages beside the repository\n");

describe.skipIf(pages.length === 0)("a sample of real pages", () => {
  const extraction = extract(pages);
  const { document, model, diagnostics } = extraction;

  it("yields operations, exchanges, schemas and properties", () => {
    const { operations, exchanges, schemas, properties } = model.statistics;
    expect(operations).toBeGreaterThan(380);
    expect(exchanges.documented + exchanges.inferred).toBeGreaterThan(200);
    expect(schemas).toBeGreaterThan(130);
    expect(properties).toBeGreaterThan(950);
    expect(diagnostics.filter(({ rule }) => rule === "page-unreadable")).toEqual([]);
  });

  it("loses no HTTP block in silence", () => {
    const known = new Map(pages.map(({ name }) => [name, new Set<number>()]));
    const note = (page: string, line: number): void => void known.get(page)?.add(line);
    for (const { places } of model.operations) for (const { page, line } of places) note(page, line);
    for (const { page, request, response } of model.exchanges) {
      note(page, request.place.line);
      note(page, response.place.line);
    }
    for (const { place } of diagnostics) note(place.page, place.line);
    const documented = new Map<string, string[]>();
    for (const { method, documentedPath, places } of model.operations)
      for (const { page } of places)
        documented.set(page, [...(documented.get(page) ?? []), `${method} ${documentedPath}`]);

    const lost: string[] = [];
    let seen = 0;
    for (const { name, text } of pages) {
      let halfExplained = false;
      for (const block of httpBlocks(text)) {
        seen += 1;
        const lines = known.get(name) ?? new Set();
        const explained =
          block.ignored ||
          range(block.from, block.to).some((line) => lines.has(line)) ||
          // A template once more, with nothing but another query.
          documented.get(name)?.some((operation) => sameOperation(operation, block.first)) === true;
        // The answer to a request that has a diagnostic of its own.
        if (!explained && !(block.first.startsWith("HTTP/") && halfExplained))
          lost.push(`${name}:${block.from}`);
        halfExplained = explained && !block.first.startsWith("HTTP/");
      }
    }
    expect(seen).toBeGreaterThan(600);
    expect(lost).toEqual([]);
  });

  it("makes a document that the field's tools accept", async () => {
    expect(await schemaErrors(document)).toEqual([]);
    expect(await lintErrors(document)).toEqual([]);
    expect(await typeErrors(document)).toEqual([]);
  }, 120_000);

  it("makes a document whose every operation Prism reads", async () => {
    // Prism takes seconds for hundreds of operations.
    const some = extract(pages.filter((_, index) => index % 4 === 0)).document;
    const operations = await getHttpOperationsFromSpec(JSON.parse(stringifyJson(some)));
    expect(operations).toHaveLength(
      Object.values(some.paths).flatMap((item) => METHODS.filter((method) => item[method])).length,
    );
  }, 120_000);

  it("does not depend on the order of pages", () => {
    const text = written(extraction);
    expect(written(extract([...pages].reverse()))).toBe(text);
    expect(written(extract([...pages].sort((a, b) => a.text.length - b.text.length)))).toBe(text);
  });

  it("keeps every other part where a page is added", () => {
    const foreign: PageSource = {
      name: "zz/unheard-of.md",
      text:
        "# Get\n\n## HTTP request\n\n```http\nGET /unheardOf/{id}\n```\n\n" +
        '<!-- { "blockType": "resource", "@odata.type": "un.heard.of" } -->\n```json\n{ "id": "String" }\n```\n',
    };
    const more = extract([...pages, foreign]);
    const { "/unheardOf/{id}": path, ...paths } = more.document.paths;
    const { "un.heard.of": schema, ...schemas } = more.document.components.schemas;
    expect(path).toBeDefined();
    expect(schema).toBeDefined();
    // The page names no version, so that a version may be added to the servers; the rest is as before.
    expect(withoutServers(paths)).toEqual(withoutServers(document.paths));
    expect(schemas).toEqual(document.components.schemas);
    expect(more.model.exchanges).toEqual(model.exchanges);
    expect(more.diagnostics.filter(({ place }) => place.page !== foreign.name)).toEqual(diagnostics);
  });

  it("loses no more than its own part with any page", () => {
    for (let index = 0; index < pages.length; index += 23) {
      const gone = pages[index]?.name ?? "";
      const rest = extract(pages.filter(({ name }) => name !== gone));
      const touched = new Set(
        model.operations
          .filter(({ places }) => places.some(({ page }) => page === gone))
          .map(({ method, path }) => `${method} ${path}`),
      );
      const untouched = ({ method, path }: { method: string; path: string }): boolean =>
        !touched.has(`${method} ${path}`);
      const names = (of: Extraction): string[] =>
        of.model.operations.filter(untouched).map(({ method, path }) => `${method} ${path}`);
      expect(names(rest)).toEqual(names(extraction));
      const exchanges = (of: Extraction): unknown[] =>
        of.model.exchanges
          .filter(({ page, operation }) => page !== gone && (!operation || untouched(operation)))
          .filter((exchange) => exchange.operation !== undefined)
          .map(({ name, page, request, response, operation }) => ({
            name,
            page,
            request,
            response,
            operation,
          }));
      expect(exchanges(rest)).toEqual(exchanges(extraction));
    }
  });
});

interface FoundBlock {
  /** Lines of the fences, from 1. */
  readonly from: number;
  readonly to: number;
  readonly first: string;
  readonly ignored: boolean;
}

/** Blocks that start with a request or a status line, found without the extractor's own means. */
function httpBlocks(text: string): FoundBlock[] {
  const lines = text.split(/\r\n?|\n/).map((line) => line.replace(/^[\s>]+/, ""));
  const blocks: FoundBlock[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const mark = /^(`{3,}|~{3,})/.exec(lines[index] ?? "")?.[1];
    if (mark === undefined) continue;
    let end = index + 1;
    while (end < lines.length && !lines[end]?.startsWith(mark)) end += 1;
    const first = lines.slice(index + 1, end).find((line) => line !== "") ?? "";
    if (/^(?:GET|POST|PUT|PATCH|DELETE|HTTP\/)/.test(first)) {
      const before = lines.slice(Math.max(0, index - 12), index).join("\n");
      const annotation = before.slice(before.lastIndexOf("<!--"));
      blocks.push({
        from: index + 1,
        to: end + 1,
        first,
        ignored: /"blockType"\s*:\s*"ignored"/.test(annotation),
      });
    }
    index = end;
  }
  return blocks;
}

function sameOperation(documented: string, line: string): boolean {
  const plain = line
    .replace(/https:\/\/graph\.microsoft\.com\/[^/]+/, "")
    .replace(/\?.*$/, "")
    .trim();
  return plain === documented;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function written({ document, model, diagnostics }: Extraction): string {
  return stringifyJson({ document, exchanges: model.exchanges, diagnostics });
}

function withoutServers(paths: Extraction["document"]["paths"]): unknown {
  return Object.fromEntries(Object.entries(paths).map(([path, { servers: _, ...item }]) => [path, item]));
}
