/** The model of all pages. The order of pages, and pages that have nothing to do with each other, make no difference. */
import { compareDiagnostics, compareText, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { ContentReader } from "./content.ts";
import { checkExchanges, checkParameters } from "./contradictions.ts";
import type { Model, Operation, Permissions, QueryParameter } from "./model.ts";
import type { OperationDraft } from "./operation-draft.ts";
import { buildOperations } from "./operations.ts";
import type { PageFacts } from "./page-facts.ts";
import { mergePermissions } from "./permission.ts";
import { permissionsFor } from "./permission-target.ts";
import { definedTypes, mergeResources } from "./resources.ts";
import { createTypeRegistry, type TypeRegistry } from "./type-registry.ts";

export function assembleModel(facts: readonly PageFacts[]): Model {
  const pages = [...facts].sort((a, b) => compareText(a.page, b.page));
  const diagnostics: Diagnostic[] = pages.flatMap((page) => page.diagnostics);
  const registry = createTypeRegistry(definedTypes(pages));
  const { drafts, exchanges } = buildOperations(pages, diagnostics);
  const content = new ContentReader(registry, diagnostics);
  const operations = drafts.map((draft) => toOperation(draft, content, registry));
  const pageByName = new Map(pages.map((page) => [page.page, page]));
  for (const exchange of exchanges)
    content.use(exchange, pageByName.get(exchange.page)?.namespace ?? "microsoft.graph");
  const resources = mergeResources(
    pages,
    registry,
    content.instances,
    content.sent,
    content.typedRows,
    diagnostics,
  );
  for (const page of pages) checkExchanges(page, diagnostics);
  for (const draft of drafts) checkParameters(draft, diagnostics);
  const contractible = exchanges.filter((exchange) => exchange.contractible);
  const inferred = contractible.filter(({ tier }) => tier === "inferred").length;
  return {
    operations,
    exchanges: contractible,
    resources,
    diagnostics: diagnostics.sort(compareDiagnostics),
    statistics: {
      pages: pages.length,
      operations: operations.length,
      exchanges: { documented: contractible.length - inferred, inferred },
      schemas: resources.length,
      properties: resources.reduce((sum, { properties }) => sum + properties.length, 0),
    },
  };
}

function toOperation(draft: OperationDraft, content: ContentReader, registry: TypeRegistry): Operation {
  const pages = [...new Map(draft.sources.map(({ page }) => [page.page, page])).values()];
  const places = pages.map((page) => ({
    page: page.page,
    line: draft.sources.find((source) => source.page === page)?.template.line ?? 1,
  }));
  const first = pages[0];
  const request = content.request(draft);
  const responses = content.responses(draft);
  const tag = content.tagOf(draft);
  let permissions: Permissions | undefined;
  for (const page of pages)
    permissions = mergePermissions(permissions, permissionsFor(page, draft.method, draft.path));
  const headers = new Map(
    pages
      .flatMap(({ headers }) => headers)
      .map((row) => [row.name.toLowerCase(), row] as const)
      .reverse(),
  );
  return {
    method: draft.method,
    path: draft.path,
    documentedPath: draft.template.documented,
    parameters: draft.template.parameters,
    query: queryOf(draft, registry),
    places,
    versions: [
      ...new Set(pages.map(({ version }) => version).filter((version) => version !== undefined)),
    ].sort(compareText),
    title: first?.title ?? "",
    description: first?.description ?? "",
    ...(tag ? { tag } : {}),
    headers: [...headers.values()].reverse(),
    ...(permissions ? { permissions } : {}),
    ...(request ? { request } : {}),
    responses,
  };
}

/** From the templates first, then from the pages' tables of query parameters. */
function queryOf(draft: OperationDraft, registry: TypeRegistry): QueryParameter[] {
  const query = new Map<string, QueryParameter>();
  for (const { page, template } of draft.sources) {
    for (const { name, value } of template.query) {
      if (!query.has(name))
        query.set(name, {
          name,
          value,
          description: "",
          required: false,
          place: { page: page.page, line: template.line },
        });
    }
  }
  for (const { page } of draft.sources) {
    // A page that documents a GET among other methods means its table for that.
    if (draft.method !== "GET" && page.templates.some(({ method }) => method === "GET")) continue;
    for (const { name, description, type, place } of page.queryProperties) {
      const before = query.get(name);
      if (before && before.description !== "") continue;
      const required =
        /(?:^|[.\s*])required\b(?! (?:for|if|when))/i.test(description) && !/not required/i.test(description);
      query.set(name, {
        name,
        value: before?.value ?? "",
        description,
        required,
        place,
        ...(type ? { type: registry.resolve({ ...type }, page.namespace) } : {}),
      });
    }
  }
  return [...query.values()];
}
