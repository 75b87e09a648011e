export { generateBody, type WantedBody } from "./generate.ts";
export {
  createProxy,
  JUDGED_BYTES,
  type ProxiedExchange,
  type ProxyEvent,
  type ProxyOptions,
  type Summary,
  type ValidatingProxy,
} from "./proxy/index.ts";
export { unreachable } from "./reach.ts";
export { type Progress, plannedChecks, type VerifyOptions, verify } from "./verify.ts";
