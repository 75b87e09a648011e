import type { PlannedCheck } from "../../checks/plan.ts";
import { objectBody } from "../../pact/request.ts";

/** How many requests of each kind, and the number that makes them up again. */
export interface DeepOptions {
  readonly runs: number;
  readonly seed: number;
}

const RULE = {
  kind: "rule",
  title: "the schemas of the description, by property-based testing",
  url: "https://swagger.io/specification/v3/#schema-object",
} as const;

/** The checks that a deep run adds: valid and invalid requests for each operation whose documented body is a JSON object. */
export function deepChecks(checks: readonly PlannedCheck[]): readonly PlannedCheck[] {
  const candidates = checks.filter(({ check, stage, interaction }) => {
    return (
      stage === "documented" && check.id.endsWith("/documented") && objectBody(interaction) !== undefined
    );
  });
  return candidates.flatMap((first) => {
    const { operation } = first.check;
    const check = { ...first.check, basis: "policy", citation: RULE } as const;
    const acceptsAny = first.keyProperty !== undefined;
    const valid: PlannedCheck = {
      ...first,
      check: {
        ...check,
        id: `${operation.operationId}/deep-valid`,
        title: "accepts requests made from the schemas",
      },
      stage: "deep",
    };
    const invalid: PlannedCheck = {
      ...first,
      check: {
        ...check,
        id: `${operation.operationId}/deep-invalid`,
        title: "refuses requests that break the schemas",
      },
      expect: { kind: "refusal", statuses: "4xx" },
      stage: "deep",
    };
    return acceptsAny ? [valid, invalid] : [invalid];
  });
}
