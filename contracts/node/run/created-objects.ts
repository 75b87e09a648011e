import {
  type DescribedOperation,
  flatten,
  isJsonObject,
  type JsonValue,
  responseSchema,
} from "../../../spec/openapi/index.ts";
import { parametersFor } from "../../checks/parameters.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import type { Redactor } from "../../http/redact.ts";
import type { Finding } from "../../judge/finding.ts";
import { createIdentities, type Repeat, repeatFinding } from "../../judge/identities.ts";
import { readJsonText } from "../../judge/json-text.ts";
import type { CreatedObject } from "../../judge/verdict.ts";
import type { Case } from "../dredd/transactions.ts";
import type { Exchanged } from "../wire/target.ts";
import { createIdBindings, type IdBindings } from "./id-bindings.ts";
import type { VerifyOptions } from "./options.ts";

/** The objects that a run has made at the target: their ids are needed by later requests, must be unique, and are told at the end. */
export class CreatedObjects {
  readonly created: CreatedObject[] = [];
  /** Ids that later requests need. */
  readonly bindings: IdBindings;
  readonly #identities = createIdentities();
  /** By operation. */
  readonly #repeats = new Map<string, Repeat[]>();
  readonly #options: VerifyOptions;
  readonly #operations: ReadonlyMap<string, DescribedOperation>;
  readonly #redactor: Redactor;

  constructor(
    options: VerifyOptions,
    operations: ReadonlyMap<string, DescribedOperation>,
    redactor: Redactor,
  ) {
    this.#options = options;
    this.#operations = operations;
    this.#redactor = redactor;
    this.bindings = createIdBindings((template, name) =>
      Object.hasOwn(parametersFor(options.parameters, template), name),
    );
  }

  /** Whether the target gave out that id in this run. */
  known(id: string): boolean {
    return this.#identities.known(id);
  }

  /** Notes what an accepted request has made, or taken away. */
  note(one: Case, { answer, request }: Exchanged): void {
    const { status = 0 } = answer;
    if (status < 200 || status > 299 || request.method === "GET") return;
    const { method } = request;
    const { path } = one.request;
    if (method === "DELETE") {
      this.bindings.deleted(path);
      this.#identities.deleted(path);
    }
    const json = readJsonText(answer.body);
    const { keyProperty = "id", resource, check, expect } = one.planned;
    const id = "value" in json && isJsonObject(json.value) ? json.value[keyProperty] : undefined;
    if (typeof id !== "string" || id.trim() === "") return;
    if (expect.kind === "success") {
      const { operationId } = check.operation;
      if (one.planned.keyProperty !== undefined) {
        const sent = jsonOf(request.body);
        const told = `${method} ${path} (${one.id})`;
        const repeat = this.#identities.record({ id, resource, path, sent, request: told });
        if (repeat) this.#repeats.set(operationId, [...(this.#repeats.get(operationId) ?? []), repeat]);
      }
      this.bindings.created(path, id);
    }
    if (method !== "POST" && status !== 201) return;
    const url = this.#redactor.text(`${this.#options.target.href.replace(/\/$/, "")}${path}`);
    this.created.push({ method, url, id: this.#redactor.text(id), checkId: check.id });
  }

  /** Ids that the operation of a check gave out although they were taken. */
  repeats(planned: PlannedCheck): readonly Finding[] {
    const { operationId } = planned.check.operation;
    const repeats = this.#repeats.get(operationId) ?? [];
    if (repeats.length === 0) return [];
    const key = planned.keyProperty ?? "id";
    const operation = this.#operations.get(operationId)?.operation;
    const schema = operation && responseSchema(operation, planned.interaction.response.status);
    const source = flatten(this.#options.document, schema).properties.get(key)?.["x-source"];
    const finding = repeatFinding(key, repeats);
    return [source ? { ...finding, citation: this.#options.citation(source) } : finding];
  }
}

function jsonOf(body: Uint8Array): JsonValue | undefined {
  const json = readJsonText(body);
  return "value" in json ? json.value : undefined;
}
