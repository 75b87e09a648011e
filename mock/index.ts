export { isSteering } from "./address.ts";
export { MOST_BODY } from "./body.ts";
export type { Fault, Faults } from "./faults.ts";
export { DroppedConnection } from "./faults.ts";
export type { IdMode } from "./ids.ts";
export type { Exchange, Log } from "./log.ts";
export { createMock, type Environment, type Mock, type State } from "./mock.ts";
export type {
  Artefacts,
  AuthMode,
  Generate,
  Latency,
  MockOptions,
  Throttle,
  User,
  WireMode,
} from "./options.ts";
export { DEFAULT_USER } from "./options.ts";
export { type Asset, type Assets, REFERENCE_ASSET } from "./page/index.ts";
export type { Snapshot } from "./store.ts";
export type { ReceivedBody } from "./surroundings.ts";
