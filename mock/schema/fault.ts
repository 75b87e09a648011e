import type { JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";

/** Why a body is refused: in Graph's words for the client, and in exact ones for whoever looks at the log. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  /** JSON path of the value: `skills/0/displayName`, empty for the body itself. */
  readonly target: string;
  readonly detail: string;
}

/** `owner` names the type that the value belongs to, `name` the property; both only serve the message. */
export type Validate = (value: JsonValue, at: Position) => Fault | undefined;

export interface Position {
  readonly target: string;
  readonly name: string;
  readonly owner: string;
  /** Faults that are overlooked, such as those that the documented bodies have themselves. */
  readonly pardon?: Pardon | undefined;
  /** The type that the value is judged by already, where it named another than the declared one. */
  readonly as?: string | undefined;
}

/** `value` is what is at fault, undefined where it is missing. */
export type Pardon = (fault: Fault, value: JsonValue | undefined) => boolean;

/** Undefined where the fault is overlooked. */
export function invalid(at: Position, value: JsonValue, detail: string): Fault | undefined {
  const message =
    at.name === ""
      ? "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
      : `Invalid value specified for property '${at.name}' of resource '${at.owner}'.`;
  const fault: Fault = { code: "BadRequest", message, target: at.target, detail };
  return at.pardon?.(fault, value) ? undefined : fault;
}

export function shown(value: JsonValue): string {
  if (isObject(value)) return "an object";
  if (Array.isArray(value)) return "an array";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
