/** What requests and responses of an operation carry, out of its examples, its annotations and its page's prose. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RuleId } from "../diagnostics/rules/index.ts";
import { isJsonObject, type JsonValue } from "../json.ts";
import { isPlaceholderBody } from "./body.ts";
import type { Instance } from "./instances.ts";
import type {
  Body,
  Content,
  DocumentedExchange,
  NamedExample,
  Property,
  RequestContent,
  Response,
  Shape,
  TypeReference,
} from "./model.ts";
import type { OperationDraft } from "./operation-draft.ts";
import type { PageFacts } from "./page-facts.ts";
import { reasonPhrase } from "./reason-phrase.ts";
import { resolveProperty, type TypedRows } from "./resources.ts";
import { instancesOf, mergeShapes, readShape } from "./shape.ts";
import { withExamples } from "./shown-values.ts";
import { annotatedType, shortName } from "./type-reference.ts";
import type { TypeRegistry } from "./type-registry.ts";

export class ContentReader {
  readonly instances: Instance[] = [];
  /** What requests carry whose type the page's prose names: known to be uses of it for the values of its properties alone. */
  readonly sent: Instance[] = [];
  readonly typedRows: TypedRows[] = [];
  private readonly registry: TypeRegistry;
  private readonly diagnostics: Diagnostic[];
  private readonly reported = new Set<string>();

  constructor(registry: TypeRegistry, diagnostics: Diagnostic[]) {
    this.registry = registry;
    this.diagnostics = diagnostics;
  }

  request(draft: OperationDraft): RequestContent | undefined {
    if (draft.method === "GET" || draft.method === "DELETE" || draft.method === "HEAD") return undefined;
    const exchanges = examplesOf(draft);
    // A body that nobody can read is no missing body.
    const read = exchanges.filter(({ contractible }) => contractible);
    const bodies = exchanges
      .map(({ name, request }) => ({ name, body: request.body }))
      .filter((item): item is { name: string; body: Body } => item.body !== undefined);
    const page = draft.sources[0]?.page;
    const described =
      draft.sources
        .map((source) => source.page)
        .find(({ requestBodyLine }) => requestBodyLine !== undefined) ?? page;
    if (!described) return undefined;
    const none =
      /^(?:do not supply|não forneça|this (?:api|method|action) does not require|none\b|no body)/i.test(
        described.requestBodyText,
      );
    const rows = described.requestProperties;
    if (bodies.length === 0 && (none || (rows.length === 0 && described.requestBodyType === undefined)))
      return undefined;
    const type = this.requestType(bodies, described, draft);
    const documents = bodies.map(({ body }) => body.json).filter(isJsonObject);
    const properties = rows
      .map((row) => resolveProperty(row, this.registry, described.namespace))
      .map((property) => (type ? property : withExamples(property, documents)));
    for (const { body } of bodies) this.noteSent(body, draft.method, type, properties);
    if (type && properties.length > 0) this.typedRows.push({ type: type.name, properties });
    const mediaType = bodies[0]?.body.mediaType ?? "application/json";
    const place = bodies[0]?.body.place ?? {
      page: described.page,
      line: described.requestBodyLine ?? draft.template.line,
    };
    const shapes = bodies
      .filter(({ body }) => body.mediaType === mediaType && body.json !== undefined)
      .map(({ body }) => requestShape(body.json as JsonValue, type));
    return {
      place:
        described.requestBodyLine === undefined
          ? place
          : { page: described.page, line: described.requestBodyLine },
      mediaType,
      shapes: mergeShapes(shapes),
      examples: namedExamples(bodies, mediaType),
      parameters: type ? [] : properties,
      ...(type ? { type } : {}),
      required:
        read.length === 0
          ? described.requestBodyType !== undefined
          : read.every(({ request }) => request.body !== undefined),
    };
  }

  private noteSent(
    body: Body,
    method: string,
    type: TypeReference | undefined,
    parameters: readonly Property[],
  ): void {
    if (!isJsonObject(body.json)) return;
    const add = (name: string, value: JsonValue | undefined): void => {
      for (const item of Array.isArray(value) ? (value as JsonValue[]) : [value ?? null])
        if (isJsonObject(item))
          this.sent.push({ type: name, value: item, place: body.place, side: "request", method, body });
    };
    if (type) add(type.name, body.json);
    else
      for (const { name, type: own } of parameters) if (own?.kind === "named") add(own.name, body.json[name]);
  }

  /** The body's own `@odata.type`, then what the page's prose links, then what the operation answers with. */
  private requestType(
    bodies: readonly { body: Body }[],
    page: PageFacts,
    draft: OperationDraft,
  ): TypeReference | undefined {
    for (const { body } of bodies) {
      const name = isJsonObject(body.json) ? body.json["@odata.type"] : undefined;
      const type = typeof name === "string" ? annotatedType(name) : undefined;
      // A more special type in one example is no type of the operation where the prose names the general one.
      if (type?.kind === "named" && page.requestBodyType === undefined)
        return this.registry.resolve(type, page.namespace);
    }
    if (page.requestBodyType !== undefined) {
      const type = this.registry.resolve(
        { kind: "named", name: page.requestBodyType, collection: false, bare: false },
        page.namespace,
      );
      return type.kind === "named" ? type : undefined;
    }
    if (draft.method !== "PATCH") return undefined;
    const shape = this.shapesOf(examplesOf(draft), page.namespace)[0];
    return shape?.kind === "object" && shape.type?.kind === "named" ? shape.type : undefined;
  }

  responses(draft: OperationDraft): Response[] {
    const byStatus = new Map<number, DocumentedExchange[]>();
    for (const exchange of examplesOf(draft)) {
      const group = byStatus.get(exchange.response.status);
      if (group) group.push(exchange);
      else byStatus.set(exchange.response.status, [exchange]);
    }
    const responses = [...byStatus].map(([status, exchanges]) => this.response(draft, status, exchanges));
    for (const { page } of draft.sources) {
      const oneMethod = new Set(page.templates.map(({ method }) => method)).size === 1;
      for (const { status, text, line } of page.responses) {
        if (responses.some((response) => response.status === status)) continue;
        // Prose of a page with several methods does not say whose answer it is.
        if (!oneMethod && responses.length > 0) continue;
        responses.push({ status, description: text, place: { page: page.page, line } });
      }
    }
    return responses.sort((a, b) => a.status - b.status);
  }

  private response(
    draft: OperationDraft,
    status: number,
    exchanges: readonly DocumentedExchange[],
  ): Response {
    const namespace = draft.sources[0]?.page.namespace ?? "microsoft.graph";
    const sentence = draft.sources
      .flatMap(({ page }) => page.responses)
      .find((response) => response.status === status);
    const bodies = exchanges
      .map(({ name, response }) => ({ name, body: response.body }))
      .filter((item): item is { name: string; body: Body } => item.body !== undefined);
    const first = bodies[0]?.body;
    const content: Content | undefined = first && {
      place: first.place,
      mediaType: first.mediaType,
      shapes: this.shapesOf(
        exchanges.filter(({ response }) => response.body?.mediaType === first.mediaType),
        namespace,
      ),
      examples: namedExamples(bodies, first.mediaType),
    };
    return {
      status,
      description: sentence?.text ?? reasonPhrase(status),
      place: exchanges[0]?.response.place ?? {
        page: draft.sources[0]?.page.page ?? "",
        line: draft.template.line,
      },
      ...(content ? { content } : {}),
    };
  }

  private shapesOf(exchanges: readonly DocumentedExchange[], namespace: string): Shape[] {
    const shapes: Shape[] = [];
    for (const { request, response, annotation } of exchanges) {
      if (response.body?.json === undefined) continue;
      const { shape, contradiction } = readShape(response.body.json, annotation);
      if (contradiction)
        this.reportOnce(
          "collection-mismatch",
          response.body,
          `the body is ${shape.kind === "collection" ? "a collection" : "one object"}, but the annotation says ${contradiction}`,
          "the body takes precedence",
        );
      const sent = isJsonObject(request.body?.json) ? request.body.json["@odata.type"] : undefined;
      const echoesType =
        isJsonObject(response.body.json) && sent !== undefined && response.body.json["@odata.type"] === sent;
      const read = shape.kind === "object" ? { ...shape, echoesType } : shape;
      shapes.push(this.resolveShape(read, namespace));
    }
    return mergeShapes(shapes);
  }

  private resolveShape(shape: Shape, namespace: string): Shape {
    return shape.type ? { ...shape, type: this.registry.resolve(shape.type, namespace) } : shape;
  }

  /** Notes which types an exchange shows, for what its values teach about them. */
  use(exchange: DocumentedExchange, namespace: string): void {
    const { request, response, annotation } = exchange;
    if (response.body?.json !== undefined) {
      const shape = this.resolveShape(readShape(response.body.json, annotation).shape, namespace);
      if (shape.type?.kind === "named")
        this.addInstances(shape, shape.type.name, response.body, "response", request.method);
    }
    const sent = request.body?.json;
    const name = isJsonObject(sent) ? sent["@odata.type"] : undefined;
    const type = typeof name === "string" ? annotatedType(name) : undefined;
    if (type?.kind === "named" && request.body) {
      this.addInstances(
        requestShape(sent as JsonValue, type),
        this.registry.known(type.name) ?? type.name,
        request.body,
        "request",
        request.method,
      );
    }
  }

  private addInstances(shape: Shape, type: string, body: Body, side: Instance["side"], method: string): void {
    for (const value of instancesOf(shape)) {
      const at = body.text.indexOf('"@odata.type"');
      const line = body.place.line + (at < 0 ? 0 : body.text.slice(0, at).split("\n").length - 1);
      this.instances.push({ type, value, place: { page: body.place.page, line }, side, method, body });
    }
  }

  /** What the operation is about: the short name of the type that it answers with or takes, else the last literal segment. */
  tagOf(draft: OperationDraft): string | undefined {
    const page = draft.sources[0]?.page;
    const shapes = this.shapesOf(examplesOf(draft), page?.namespace ?? "microsoft.graph");
    const typed = shapes.find(({ type }) => type?.kind === "named")?.type?.name;
    if (typed) return shortName(typed);
    const literals = draft.path.split("/").filter((segment) => /^[A-Za-z][\w.]*$/.test(segment));
    return literals.at(-1);
  }

  private reportOnce(rule: RuleId, body: Body, reason: string, action: string): void {
    const key = `${rule} ${body.place.page}:${body.place.line}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.diagnostics.push({ rule, severity: "warning", place: body.place, reason, action });
  }
}

/** Also those that no contract rests on: where one message cannot be read, the other one still tells its side. */
function examplesOf(draft: OperationDraft): readonly DocumentedExchange[] {
  return draft.exchanges.length > 0 ? draft.exchanges : draft.borrowed;
}

function requestShape(value: JsonValue, type: TypeReference | undefined): Shape {
  if (Array.isArray(value)) return { kind: "array", example: value };
  if (!isJsonObject(value)) return { kind: "primitive", example: value };
  return { kind: "object", example: value, shown: [], echoesType: false, ...(type ? { type } : {}) };
}

function namedExamples(bodies: readonly { name: string; body: Body }[], mediaType: string): NamedExample[] {
  return bodies
    .filter(({ body }) => body.mediaType === mediaType && !isPlaceholderBody(body))
    .map(({ name, body }) => ({
      name,
      value: body.json ?? body.text,
      place: body.place,
      ...(body.placeholders ? { placeholders: body.placeholders } : {}),
    }));
}
