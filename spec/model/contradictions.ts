/** Where a page contradicts itself or leaves something open: between its tables, its templates and its examples. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isJsonObject } from "../json.ts";
import type { PageExchange } from "./exchange.ts";
import type { OperationDraft } from "./operation-draft.ts";
import type { PageFacts } from "./page-facts.ts";

export function checkExchanges(page: PageFacts, diagnostics: Diagnostic[]): void {
  const seen = new Set<number>();
  for (const exchange of page.exchanges) {
    if (exchange.tier !== "documented" || seen.has(exchange.request.place.line)) continue;
    seen.add(exchange.request.place.line);
    checkHeaders(page, exchange, diagnostics);
    checkProperties(page, exchange, diagnostics);
  }
}

function checkHeaders(page: PageFacts, { request }: PageExchange, diagnostics: Diagnostic[]): void {
  for (const header of page.headers.filter(({ required }) => required)) {
    const name = header.name.toLowerCase();
    if (name === "content-type" && !request.body) continue;
    if (request.fields.some((field) => field.name.toLowerCase() === name)) continue;
    diagnostics.push({
      rule: "header-required-absent",
      severity: "info",
      place: request.place,
      reason: `line ${header.place.line} requires the header '${header.name}', but the example omits it`,
      expected: header.description,
      action:
        name === "authorization" ? "a bearer token is sent in its place" : "the example is used as it is",
    });
  }
}

function checkProperties(page: PageFacts, { request }: PageExchange, diagnostics: Diagnostic[]): void {
  const body = request.body?.json;
  if (request.method === "GET" || !isJsonObject(body)) return;
  for (const property of page.requestProperties.filter(({ required }) => required)) {
    if (Object.hasOwn(body, property.name)) continue;
    diagnostics.push({
      rule: "property-required-absent",
      severity: "warning",
      place: property.place,
      reason: `'${property.name}' is marked required but the example on line ${request.place.line} omits it`,
      action: "treated as optional",
    });
  }
}

/** A path parameter that no example of the page gives a value to. */
export function checkParameters(draft: OperationDraft, diagnostics: Diagnostic[]): void {
  const source = draft.sources[0];
  if (!source) return;
  const values = [...draft.exchanges].map(({ operation }) => operation?.values ?? {});
  for (const { name, documented, example } of draft.template.parameters) {
    if (example !== undefined || values.some((known) => isValue(known[name]))) continue;
    diagnostics.push({
      rule: "parameter-without-value",
      severity: "info",
      place: { page: source.page.page, line: source.template.line },
      reason: `no example gives the path parameter '${documented}' a value`,
      action: "a made-up value is used",
    });
  }
}

/** An example that repeats the placeholder gives no value. */
export function isValue(text: string | undefined): text is string {
  return text !== undefined && text !== "" && !/^[{<].*[}>]$/.test(text);
}
