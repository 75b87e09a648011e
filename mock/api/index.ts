export { type Api, compileApi, type Route } from "./api.ts";
export type { Body, Documented } from "./documented.ts";
export type { Endpoint, EndpointKind, RequestContract } from "./endpoint.ts";
export { type Recorded, selectRecorded } from "./recorded.ts";
