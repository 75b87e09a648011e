import type { OpenApiDocument, Source } from "../../spec/openapi/index.ts";
import { type Contradictions, createContradictions } from "./contradictions.ts";
import type { Finding } from "./finding.ts";
import { createSchemaJudge, type SchemaJudge } from "./schema/schema-judge.ts";
import { createShownPlaceholders, type ShownPlaceholders } from "./shown-placeholders.ts";
import type { Citation, SetAside } from "./verdict.ts";

/** What every judgement by one description needs. */
export interface Judging {
  readonly schemas: SchemaJudge;
  readonly contradictions: Contradictions;
  readonly placeholders: ShownPlaceholders;
  readonly citation: (source: Source) => Citation;
  /** Whether the target gave out that id. */
  readonly known: (id: string) => boolean;
}

/** What became of one answer. It is as expected where all three are empty. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** Places that the page contradicts itself about. The rest of the answer was judged. */
  readonly setAside: readonly SetAside[];
  /** Why the body could not be judged: never a pass, and not the server's fault. */
  readonly unjudged?: string;
}

export function createJudging(
  document: OpenApiDocument,
  citation: Judging["citation"],
  known: Judging["known"] = () => false,
): Judging {
  const schemas = createSchemaJudge(document);
  const placeholders = createShownPlaceholders(document);
  const contradictions = createContradictions(schemas, placeholders, citation);
  return { schemas, contradictions, placeholders, citation, known };
}
