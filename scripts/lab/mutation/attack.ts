/** Judges what the extractor makes of a broken page. Pure, but for the clock that is handed in. */
import { isDeepStrictEqual } from "node:util";
import { type PactFile, recordContracts } from "../../../contracts/index.ts";
import {
  type Extraction,
  extract,
  isJsonObject,
  METHODS,
  type OpenApiDocument,
  type PageSource,
  stringifyJson,
} from "../../../spec/index.ts";

export interface Verdict {
  /** What is wrong; empty where the extractor stood. */
  readonly faults: readonly string[];
  /** Of reading the broken page, its neighbour and writing their artefacts. */
  readonly milliseconds: number;
  readonly document: OpenApiDocument;
}

export interface Attack {
  judge(broken: PageSource): Verdict;
}

/** A page that has nothing to do with any other: whatever becomes of its neighbours, its own parts stay. */
export const NEIGHBOUR: PageSource = {
  name: "neighbour.md",
  text: [
    "# Create neighbour",
    "",
    "Namespace: quiet.street",
    "",
    "## HTTP request",
    "",
    '<!-- { "blockType": "ignored" } -->',
    "```http",
    "POST /quietStreets/{quietStreet-id}/neighbours",
    "```",
    "",
    "## Examples",
    "",
    '<!-- { "blockType": "request", "name": "create_neighbour" } -->',
    "```http",
    "POST https://graph.microsoft.com/v1.0/quietStreets/12/neighbours",
    "Content-Type: application/json",
    "",
    '{ "@odata.type": "#quiet.street.neighbour", "houseNumber": 4 }',
    "```",
    "",
    '<!-- { "blockType": "response", "truncated": true, "@odata.type": "quiet.street.neighbour" } -->',
    "```http",
    "HTTP/1.1 201 Created",
    "Content-Type: application/json",
    "",
    '{ "@odata.type": "#quiet.street.neighbour", "id": "n4", "houseNumber": 4 }',
    "```",
    "",
    '<!-- { "blockType": "resource", "@odata.type": "quiet.street.neighbour", "keyProperty": "id" } -->',
    "```json",
    '{ "id": "String", "houseNumber": 1024 }',
    "```",
    "",
  ].join("\n"),
};

export function createAttack(now: () => number): Attack {
  const alone = partsOf(NEIGHBOUR.name, extract([NEIGHBOUR]));
  return {
    judge(broken) {
      const start = now();
      const extraction = extract([broken, NEIGHBOUR]);
      const contracts = recordContracts(extraction.model, extraction.document);
      const text = stringifyJson(extraction.document) + contracts.map((file) => stringifyJson(file)).join("");
      const milliseconds = now() - start;
      const faults = [
        ...extraction.diagnostics
          .filter(({ rule }) => rule === "page-unreadable")
          .map(({ reason }) => `crash: ${reason}`),
        ...misplaced(extraction, broken),
        ...faultsOf(extraction.document),
        ...unparsable(text.length > 0 ? stringifyJson(extraction.document) : ""),
        ...repeatedKeys(contracts),
        ...(isDeepStrictEqual(partsOf(NEIGHBOUR.name, extraction), alone)
          ? []
          : ["the neighbour's parts have changed"]),
      ];
      return { faults, milliseconds, document: extraction.document };
    },
  };
}

/** Everything in the artefacts that says it comes from the page. */
export function partsOf(page: string, extraction: Extraction): Record<string, unknown> {
  const { document } = extraction;
  const parts: Record<string, unknown> = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      if (item[method]?.["x-source"].page === page) parts[`${method} ${path}`] = item[method];
    }
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (schema["x-source"]?.page === page) parts[`schema ${name}`] = schema;
  }
  for (const file of recordContracts(extraction.model, document)) {
    if (file.metadata["graph-contracts"]?.page === page) parts.contracts = file;
  }
  parts.diagnostics = extraction.diagnostics.filter(({ place }) => place.page === page);
  return parts;
}

/** Diagnostics stand on lines of the page. */
function misplaced({ diagnostics }: Extraction, broken: PageSource): string[] {
  const lines = broken.text.split(/\r\n?|\n/).length;
  return diagnostics
    .filter(({ place }) => place.page === broken.name)
    .filter(({ place }) => !Number.isInteger(place.line) || place.line < 1 || place.line > lines)
    .map(({ rule, place }) => `${rule} on line ${place.line} of ${lines}`)
    .slice(0, 3);
}

/** What no OpenAPI schema can say of a document (OpenAPI 3.0.3, sections 4.7.8 to 4.7.12 and 4.7.23). */
export function faultsOf(document: OpenApiDocument): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const shapes = new Set<string>();
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith("/")) faults.push(`path ${path} without a slash`);
    if (/[?#]/.test(path)) faults.push(`path ${path} with a query`);
    const shape = path.replace(/\{[^}]*\}/g, "{}");
    if (shapes.has(shape)) faults.push(`path ${path} twice`);
    shapes.add(shape);
    const named = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? "");
    if (new Set(named).size !== named.length) faults.push(`path ${path} repeats a parameter`);
    if (/[{}]/.test(path.replace(/\{[^{}]+\}/g, ""))) faults.push(`path ${path} with stray braces`);
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      if (ids.has(operation.operationId)) faults.push(`operationId ${operation.operationId} twice`);
      ids.add(operation.operationId);
      const parameters = operation.parameters ?? [];
      const declared = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      if (!isDeepStrictEqual([...declared].sort(), [...named].sort()))
        faults.push(`${method} ${path} declares ${declared.join(", ")}`);
      const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name.toLowerCase()}`);
      if (new Set(keys).size !== keys.length) faults.push(`${method} ${path} repeats a parameter`);
    }
  }
  for (const name of Object.keys(document.components.schemas))
    if (!/^[A-Za-z0-9._-]+$/.test(name)) faults.push(`schema name ${name}`);
  for (const target of references(document)) {
    const name = target.replace("#/components/schemas/", "");
    if (!Object.hasOwn(document.components.schemas, name)) faults.push(`reference to ${name} dangles`);
  }
  return [...new Set(faults)];
}

function references(document: OpenApiDocument): Set<string> {
  const found = new Set<string>();
  const open: unknown[] = [document];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) open.push(...value.filter((item) => item !== null && item !== undefined));
    else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        if (name === "$ref" && typeof member === "string" && member.startsWith("#/components/"))
          found.add(member);
        // Examples are data: a `$ref` in them refers to nothing.
        else if (name !== "examples" && name !== "example" && name !== "enum" && member !== null)
          open.push(member);
      }
    }
  }
  return found;
}

function unparsable(text: string): string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [`the written document is no JSON: ${(error as Error).message}`];
  }
}

function repeatedKeys(contracts: readonly PactFile[]): string[] {
  return contracts.flatMap(({ interactions }) => {
    const keys = interactions.map(({ key }) => key);
    return new Set(keys).size === keys.length ? [] : ["two interactions share a key"];
  });
}
