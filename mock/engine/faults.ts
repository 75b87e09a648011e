import { fitsWildcard } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";
import type { Surroundings } from "./surroundings.ts";

/** What goes wrong for the next requests that fit. */
export interface Fault {
  /** Any method where it is left out. */
  readonly method?: string;
  /** Path below the version, `*` for anything: `/me/profile`, `/users/*`. Any path where it is left out. */
  readonly path?: string;
  /** How many requests it is for; 1 where it is left out. */
  readonly times?: number;
  /** Answered with Graph's error of that status. */
  readonly status?: number;
  /** Milliseconds to wait before anything else. */
  readonly delay?: number;
  /** The connection breaks without an answer. */
  readonly drop?: boolean;
}

export interface Faults {
  /** Faults with the number of requests that they are still for. */
  list(): Fault[];
  /** Replaces all faults. Throws a `TypeError` that names what is wrong. */
  set(faults: unknown): void;
  clear(): void;
  /** The first fault that fits, used up by one; undefined where there is none. */
  take(method: string, path: string): Fault | undefined;
}

/** Thrown by `mock.fetch` where a fault drops the connection, as a client's own `fetch` throws when that happens. */
export class DroppedConnection extends TypeError {
  override readonly name = "DroppedConnection";
  /** What the server told of the request: a server ends the connection through it. */
  readonly surroundings: Surroundings | undefined;

  constructor(surroundings: Surroundings | undefined) {
    super("The connection was dropped by a fault");
    this.surroundings = surroundings;
  }
}

export function createFaults(): Faults {
  let active: { readonly fault: Fault; left: number }[] = [];
  return {
    list: () => active.map(({ fault, left }) => ({ ...fault, times: left })),
    set: (faults) => {
      const list: unknown[] = Array.isArray(faults)
        ? faults
        : isObject(faults) && Array.isArray(faults.faults)
          ? [...faults.faults]
          : [faults];
      active = list.map(readFault).map((fault) => ({ fault, left: fault.times ?? 1 }));
    },
    clear: () => {
      active = [];
    },
    take: (method, path) => {
      if (active.length === 0) return undefined;
      const found = active.find(({ fault }) => fits(fault, method, path));
      if (!found) return undefined;
      found.left -= 1;
      if (found.left <= 0) active = active.filter((one) => one !== found);
      return found.fault;
    },
  };
}

function fits({ method, path }: Fault, requestMethod: string, requestPath: string): boolean {
  if (method !== undefined && method.toUpperCase() !== requestMethod) return false;
  if (path === undefined) return true;
  return fitsWildcard(path.toLowerCase(), requestPath.toLowerCase());
}

const MEMBERS: Readonly<Record<keyof Fault, (value: unknown) => boolean>> = {
  method: (value) => typeof value === "string",
  path: (value) => typeof value === "string",
  times: (value) => isWhole(value, 1, Number.MAX_SAFE_INTEGER),
  status: (value) => isWhole(value, 400, 599),
  delay: (value) => isWhole(value, 0, 600_000),
  drop: (value) => typeof value === "boolean",
};

function readFault(value: unknown): Fault {
  if (!isObject(value))
    throw new TypeError('Unexpected fault, expected an object such as {"status": 429, "times": 1}');
  for (const [name, given] of Object.entries(value)) {
    const check = Object.hasOwn(MEMBERS, name) ? MEMBERS[name as keyof Fault] : undefined;
    if (!check)
      throw new TypeError(
        `Unexpected member '${name}' of a fault, expected ${Object.keys(MEMBERS).join(", ")}`,
      );
    if (!check(given)) throw new TypeError(`Unexpected ${name} of a fault: ${JSON.stringify(given)}`);
  }
  const fault = value as Fault;
  if (fault.status === undefined && !fault.delay && !fault.drop) {
    throw new TypeError(
      "Unexpected fault without effect, expected status (400 to 599), delay (milliseconds) or drop",
    );
  }
  return fault;
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
