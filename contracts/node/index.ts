export { unreachable } from "./reach.ts";
export { type Progress, plannedChecks, type VerifyOptions, verify } from "./verify.ts";
