export { type Api, compileApi, type Route } from "./api.ts";
export type { Body, Documented } from "./documented.ts";
export type { Endpoint, EndpointKind, RequestContract } from "./endpoint.ts";
export { contentsOf, type InitialContents } from "./initial.ts";
export { type Recorded, selectRecorded } from "./recorded.ts";
export { compileVersions, summaryOf, type Versions, versionOf } from "./versions.ts";
