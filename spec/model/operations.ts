/** Operations out of request templates, and the exchanges that are cases of them. */
import { compareText, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { encodePath } from "../openapi/routing/escapes.ts";
import { createRouter, matchTemplate, type Router } from "../openapi/routing/router.ts";
import { pathKey } from "../openapi/routing/template.ts";
import { valuesByName } from "../openapi/routing/values.ts";
import type { PageExchange } from "./exchange.ts";
import type { DocumentedExchange } from "./model.ts";
import type { OperationDraft } from "./operation-draft.ts";
import type { PageFacts } from "./page-facts.ts";
import { rankSources } from "./page-rank.ts";
import type { PageTemplate } from "./page-templates.ts";

export interface OperationTable {
  readonly drafts: readonly OperationDraft[];
  readonly exchanges: readonly DocumentedExchange[];
}

export function buildOperations(pages: readonly PageFacts[], diagnostics: Diagnostic[]): OperationTable {
  const table = new Map<string, OperationDraft>();
  for (const page of pages)
    for (const template of page.templates) addTemplate(table, page, template, diagnostics);
  mergeConcrete(table);
  const finder = new OperationFinder(table);
  const exchanges: DocumentedExchange[] = [];
  for (const page of pages) {
    for (const exchange of page.exchanges) {
      const placed = finder.place(page, exchange, diagnostics);
      if (placed) exchanges.push(placed);
    }
  }
  const all = new Set(table.values());
  for (const draft of all) rankSources(draft);
  const drafts = [...all].sort((a, b) => compareText(a.path, b.path) || compareText(a.method, b.method));
  return { drafts, exchanges };
}

function keyOf(method: string, path: string): string {
  return `${method} ${pathKey(path)}`;
}

function addTemplate(
  table: Map<string, OperationDraft>,
  page: PageFacts,
  template: PageTemplate,
  diagnostics: Diagnostic[],
): void {
  const key = keyOf(template.method, template.path);
  const draft = table.get(key);
  if (!draft) {
    table.set(key, {
      method: template.method,
      path: template.path,
      template,
      sources: [{ page, template }],
      exchanges: [],
      borrowed: [],
    });
    return;
  }
  const place = { page: page.page, line: template.line };
  // The same template twice on one page is one; a query that only the second shows is kept.
  const repeatedHere = draft.sources.some((source) => source.page === page);
  draft.sources.push({ page, template });
  if (repeatedHere) return;
  const first = draft.sources[0];
  diagnostics.push({
    rule: "operation-repeated",
    severity: "info",
    place,
    reason: `${template.method} ${draft.path} is documented on another page, too`,
    ...(first ? { expected: `${first.page.page}:${first.template.line}` } : {}),
    action: "it is one operation with several sources",
  });
}

/**
 * A template that names an object (`/groups/02bd9fd6-...`) where another has a parameter is an example of that one, on whatever page: both are one
 * operation, or the same request would be two.
 */
function mergeConcrete(table: Map<string, OperationDraft>): void {
  const [concrete, others] = partition([...table], ([, { template }]) =>
    template.problems.includes("concrete-identifier"),
  );
  if (concrete.length === 0) return;
  const router = routerOf(others.map(([, draft]) => draft));
  for (const [key, { method, path }] of concrete) {
    const match = router.find(method, encodePath(path));
    if (match) table.set(key, match.target);
  }
}

function partition<T>(list: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] {
  return [list.filter(test), list.filter((one) => !test(one))];
}

function routerOf(drafts: Iterable<OperationDraft>): Router<OperationDraft> {
  const router = createRouter<OperationDraft>();
  for (const draft of drafts) router.add(draft.method, draft.path, () => draft);
  return router;
}

/** Finds the operation that an example is a case of: the one that its request means among those of all pages. */
class OperationFinder {
  private readonly table: ReadonlyMap<string, OperationDraft>;
  private readonly router: Router<OperationDraft>;

  constructor(table: ReadonlyMap<string, OperationDraft>) {
    this.table = table;
    this.router = routerOf(new Set(table.values()));
  }

  place(page: PageFacts, exchange: PageExchange, diagnostics: Diagnostic[]): DocumentedExchange | undefined {
    const { method, path, place } = exchange.request;
    const own = this.ownDrafts(page, method);
    const match = this.router.find(method, encodePath(path));
    const found = match && own.includes(match.target) ? match : undefined;
    if (exchange.target.host !== undefined && !/graph\.|\{/.test(exchange.target.host)) {
      diagnostics.push({
        rule: "foreign-host",
        severity: "warning",
        place,
        reason: `the example calls '${exchange.target.host}', which is not a host of the API`,
        action: "no contract is recorded from it",
      });
      return undefined;
    }
    // Where another page's template says the request more literally than one of this page's that fits too, no page is wrong.
    const fits = found ?? own.find((draft) => matchTemplate(draft.path, encodePath(path)));
    if (!fits) reportNoFit(page, exchange, own.length, match?.target, diagnostics);
    if (exchange.target.version && page.version && exchange.target.version !== page.version) {
      diagnostics.push({
        rule: "version-mismatch",
        severity: "warning",
        place,
        reason: `the example uses version '${exchange.target.version}', but the page documents '${page.version}'`,
        action: "the page's version is used",
      });
    }
    const siblings = found
      ? own.filter((other) => other !== found.target && sameTail(other.path, found.target.path))
      : [];
    const { heading: _heading, target: _target, ...rest } = exchange;
    const placed: DocumentedExchange = {
      ...rest,
      page: page.page,
      title: page.title,
      siblings: siblings.map((sibling) => ({ method: sibling.method, path: sibling.path })),
      ...(match
        ? { operation: { method, path: match.target.path, values: valuesByName(match.values) } }
        : {}),
    };
    match?.target.exchanges.push(placed);
    for (const sibling of siblings) sibling.borrowed.push(placed);
    // An example under another prefix is no case of a template, but what it carries is what they carry.
    if (!found) for (const other of own) if (sameTail(other.path, path)) other.borrowed.push(placed);
    return placed;
  }

  private ownDrafts(page: PageFacts, method: string): OperationDraft[] {
    const drafts = page.templates
      .filter((template) => template.method === method)
      .map((template) => this.table.get(keyOf(method, template.path)));
    return [...new Set(drafts.filter((draft) => draft !== undefined))];
  }
}

/** Whether two paths of a page end alike, so that the example of one holds for the other. */
function sameTail(a: string, b: string): boolean {
  const tail = (path: string): string[] => pathKey(path).split("/").slice(1).slice(-2);
  const [x, y] = [tail(a), tail(b)];
  const shared = Math.min(x.length, y.length);
  if (x.at(-1) !== y.at(-1)) return false;
  // `/{}` alone says nothing of what is addressed.
  return x.at(-1) !== "{}" || (shared > 1 && x.at(-2) === y.at(-2));
}

function reportNoFit(
  page: PageFacts,
  exchange: PageExchange,
  ofMethod: number,
  elsewhere: OperationDraft | undefined,
  diagnostics: Diagnostic[],
): void {
  const { method, path, place } = exchange.request;
  const action = elsewhere
    ? `it is a case of ${method} ${elsewhere.path}, documented on another page`
    : "its contract belongs to no operation";
  if (page.templates.length === 0) {
    diagnostics.push({
      rule: "example-without-template",
      severity: "warning",
      place,
      reason: "the page has an example, but no HTTP request section with a matching request template",
      actual: `${method} ${path}`,
      action,
    });
  } else if (ofMethod === 0) {
    diagnostics.push({
      rule: "example-method",
      severity: "warning",
      place,
      reason: `the example uses ${method}, which the page does not document`,
      actual: `${method} ${path}`,
      action,
    });
  } else {
    diagnostics.push({
      rule: "example-path",
      severity: "warning",
      place,
      reason: "the path of the example matches none of the page's request templates",
      actual: `${method} ${path}`,
      action,
    });
  }
}
