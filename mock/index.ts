export { type Asset, type Assets, REFERENCE_ASSET } from "./admin/dashboard/index.ts";
export { isSteering } from "./engine/address.ts";
export { MOST_BODY } from "./engine/body.ts";
export type { Fault, Faults } from "./engine/faults.ts";
export { DroppedConnection } from "./engine/faults.ts";
export type { Log, LogEntry } from "./engine/log.ts";
export type { Environment, ReceivedBody } from "./engine/surroundings.ts";
export type { CallbackRequest, CallbackResponse, SendCallback } from "./flows/callbacks.ts";
export type { Notification, Notifications } from "./flows/notifications.ts";
export type { OperationPace } from "./flows/operation-states.ts";
export { createMock, type Mock } from "./mock.ts";
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
export type { State } from "./state.ts";
export type { IdMode } from "./store/ids.ts";
export { readSeedData, type SeedData } from "./store/seed-data.ts";
export type { Snapshot } from "./store/store.ts";
