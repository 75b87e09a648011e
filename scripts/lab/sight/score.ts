import { createJudging, expectedSuccess, type Judgement, judge } from "../../../contracts/index.ts";
import {
  type DescribedOperation,
  essence,
  isJsonType,
  type JsonValue,
  type OpenApiDocument,
  operationsById,
  responseSchema,
} from "../../../spec/openapi/index.ts";
import { type Falsehood, falsify } from "./falsify.ts";

export interface Tally {
  readonly altered: number;
  readonly failed: number;
}

/** How much of what contradicts a page the judgement sees. */
export interface Score {
  readonly answers: number;
  readonly tallies: Readonly<Record<Falsehood, Tally>>;
  /** Falsified answers that passed: `GET /things 200 type size`. */
  readonly missed: readonly string[];
  /** Places where the page contradicts itself, so that nothing there contradicts it. */
  readonly contradicted: number;
  /** Properties that no page gives a type to. */
  readonly untyped: number;
  /** Documented answers that fail themselves: the judgement slanders the pages' own. */
  readonly slandered: readonly string[];
  /** Answers that could not be judged. */
  readonly unjudged: readonly string[];
}

/** Falsifies every documented JSON answer in every way, one at a time, and judges each as `verify` would. */
export function scoreOf(document: OpenApiDocument): Score {
  const tallies = { type: tally(), key: tally(), enumeration: tally() };
  const found = { answers: 0, contradicted: 0, untyped: 0 };
  const [missed, slandered, unjudged]: [string[], string[], string[]] = [[], [], []];
  const judging = createJudging(document, (source) => ({ kind: "page", source, display: source.page }));
  for (const one of documentedAnswers(document)) {
    const expected = expectedSuccess(document, one.operation);
    const verdict = (body: JsonValue): Judgement =>
      judge(expected, asked(one.operation), answer(one, body), judging);
    const name = `${one.operation.method} ${one.operation.path} ${one.status}`;
    found.answers += 1;
    const own = verdict(one.body);
    if (own.unjudged !== undefined) unjudged.push(`${name}: ${own.unjudged}`);
    if (fails(own)) slandered.push(`${name}: ${own.findings[0]?.message}`);
    const places = new Set(own.setAside.map(({ path }) => path));
    const schema = responseSchema(one.operation.operation, one.status);
    if (!schema) continue;
    const { answers, untyped } = falsify(document, schema, one.body);
    found.untyped += untyped;
    for (const { kind, place, body } of answers) {
      // Below such a place nothing is judged either.
      if ([...places].some((path) => place === path || place.startsWith(`${path}/`))) {
        found.contradicted += 1;
        continue;
      }
      const judged = verdict(body);
      const seen = fails(judged);
      // Another documented answer has such a value there.
      if (!seen && judged.setAside.some(({ path }) => path === place)) {
        found.contradicted += 1;
        continue;
      }
      const { altered, failed } = tallies[kind];
      tallies[kind] = { altered: altered + 1, failed: failed + (seen ? 1 : 0) };
      if (!seen) missed.push(`${name} ${kind} ${place}`);
    }
  }
  return { ...found, tallies, missed, slandered, unjudged };
}

export function shareOf({ tallies }: Pick<Score, "tallies">): number {
  const all = Object.values(tallies);
  const altered = all.reduce((sum, one) => sum + one.altered, 0);
  return altered === 0 ? 1 : all.reduce((sum, one) => sum + one.failed, 0) / altered;
}

interface DocumentedAnswer {
  readonly operation: DescribedOperation;
  readonly status: number;
  readonly mediaType: string;
  readonly body: JsonValue;
}

function documentedAnswers(document: OpenApiDocument): readonly DocumentedAnswer[] {
  const found: DocumentedAnswer[] = [];
  for (const operation of operationsById(document).values()) {
    for (const [status, { content = {} }] of Object.entries(operation.operation.responses)) {
      if (!/^2\d\d$/.test(status)) continue;
      for (const [mediaType, { examples = {} }] of Object.entries(content)) {
        if (!isJsonType(essence(mediaType))) continue;
        for (const { value: body } of Object.values(examples))
          found.push({ operation, status: Number(status), mediaType, body });
      }
    }
  }
  return found;
}

function asked({ method, path }: DescribedOperation) {
  return { method, path, headers: [] };
}

function answer({ status, mediaType }: DocumentedAnswer, body: JsonValue) {
  return {
    status,
    headers: [["Content-Type", mediaType]] as const,
    body: new TextEncoder().encode(JSON.stringify(body)),
    faults: [],
    durationMs: 0,
  };
}

function fails({ findings }: Judgement): boolean {
  return findings.some(({ basis }) => basis !== "advisory");
}

function tally(): Tally {
  return { altered: 0, failed: 0 };
}
