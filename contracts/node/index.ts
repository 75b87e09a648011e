export {
  createProxy,
  JUDGED_BYTES,
  type ProxiedExchange,
  type ProxyEvent,
  type ProxyOptions,
  type Summary,
  type ValidatingProxy,
} from "./proxy/index.ts";
export { judgeRecorded, type RecordedOptions } from "./recordings/judge-recorded.ts";
export type { Progress, VerifyOptions } from "./run/options.ts";
export { plannedChains, plannedChecks, verify } from "./run/verify.ts";
export { generateBody, type WantedBody } from "./schema/generate.ts";
export { unreachable } from "./wire/reach.ts";
