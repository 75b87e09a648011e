import type { Reply, World } from "../answer/index.ts";
import type { Endpoint } from "../api/index.ts";
import type { Place } from "../api/place.ts";
import type { Directory } from "../api/users.ts";
import type { Callbacks } from "../flows/callbacks.ts";
import type { Settings } from "../options.ts";
import type { Chance } from "./chance.ts";
import type { Faults } from "./faults.ts";
import type { GraphError } from "./graph-error.ts";
import type { Incoming } from "./incoming.ts";

/** How a request ends, before it is written. */
export interface Decision {
  readonly reply?: Reply;
  readonly error?: GraphError;
  /** The connection breaks without an answer. */
  readonly dropped?: true;
  readonly endpoint?: Endpoint;
  readonly place?: Place;
  readonly requestBody?: string;
}

/** At once where nothing is to be waited for. */
export type Eventually<T> = T | Promise<T>;

export interface Rules {
  readonly settings: Settings;
  readonly directory: Directory;
  readonly world: World;
  readonly callbacks: Callbacks;
  readonly faults: Faults;
  readonly chance: Chance;
  /** Answers `POST {prefix}/$batch`. */
  readonly batch: (incoming: Incoming, prefix: string) => Promise<Decision>;
}
