/** Operations that were begun, and how far each is: by the mock's clock, or by how often somebody has looked. */
import type { JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";

/** When operations end, and how. */
export interface OperationPace {
  /** Looks that still find it running. Default 1, unless a time is given. */
  readonly polls?: number;
  /** Time that it takes by the mock's clock. */
  readonly milliseconds?: number;
  /** Whether it fails in the end. */
  readonly fails?: boolean;
}

export type OperationOutcome = "running" | "done" | "failed";

export interface Operation {
  readonly id: string;
  /** What the client asked for: the last segment of its path. */
  readonly action: string;
  readonly outcome: OperationOutcome;
}

export interface Operations {
  begin(action: string, now: number): Operation;
  /** A look at it, which counts; undefined where there is none of that id. */
  poll(id: string, now: number): Operation | undefined;
  readonly pace: OperationPace;
  /** For operations that end from now on. Throws a `TypeError` that says what is wrong. */
  setPace(pace: unknown): void;
  readonly size: number;
  snapshot(): JsonValue[];
  restore(value: unknown): void;
  reset(): void;
}

interface Begun {
  readonly id: string;
  readonly action: string;
  readonly started: number;
  polls: number;
  outcome: OperationOutcome;
}

const MOST = 10_000;

export function createOperations(usual: OperationPace, newId: () => string, changed: () => void): Operations {
  let begun = new Map<string, Begun>();
  let pace = usual;
  const add = (operation: Begun): void => {
    begun.set(operation.id, operation);
    if (begun.size > MOST) begun.delete(begun.keys().next().value as string);
  };
  const isOver = ({ polls, started }: Begun, now: number): boolean =>
    pace.milliseconds === undefined ? polls > (pace.polls ?? 1) : now - started >= pace.milliseconds;
  return {
    begin: (action, now) => {
      let id = newId();
      // A seeded source begins anew over a state that was saved.
      while (begun.has(id)) id = newId();
      const operation: Begun = { id, action, started: now, polls: 0, outcome: "running" };
      add(operation);
      changed();
      return operation;
    },
    poll: (id, now) => {
      const operation = begun.get(id);
      if (operation?.outcome !== "running") return operation;
      operation.polls += 1;
      if (isOver(operation, now)) operation.outcome = pace.fails ? "failed" : "done";
      changed();
      return operation;
    },
    get pace() {
      return pace;
    },
    setPace: (given) => {
      pace = readPace(given);
    },
    get size() {
      return begun.size;
    },
    snapshot: () => [...begun.values()].map((operation) => ({ ...operation })),
    restore: (value) => {
      begun = new Map();
      for (const one of Array.isArray(value) ? value : []) {
        if (!isObject(one) || typeof one.id !== "string" || typeof one.started !== "number")
          throw new TypeError(
            "Unexpected value of flows.operations, expected operations with id and started",
          );
        add(one as unknown as Begun);
      }
    },
    reset: () => {
      begun = new Map();
      pace = usual;
    },
  };
}

function readPace(given: unknown): OperationPace {
  if (!isObject(given)) throw new TypeError('Unexpected value, expected an object such as {"polls": 2}');
  const { polls, milliseconds, fails, ...other } = given;
  const [unknown] = Object.keys(other);
  if (unknown !== undefined)
    throw new TypeError(`Unexpected member '${unknown}', expected polls, milliseconds or fails`);
  return {
    ...wholeNumber("polls", polls),
    ...wholeNumber("milliseconds", milliseconds),
    ...(fails === true ? { fails } : {}),
  };
}

function wholeNumber(name: string, value: JsonValue | undefined): object {
  if (value === undefined) return {};
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return { [name]: value };
  throw new TypeError(`Unexpected ${name}: ${JSON.stringify(value)}, expected a whole number from 0`);
}

export interface OperationControl {
  readonly pace: OperationPace;
  /** For operations that end from now on. Throws a `TypeError` that says what is wrong. */
  set(pace: unknown): void;
}
