export {
  createProxy,
  JUDGED_BYTES,
  type ProxiedExchange,
  type ProxyEvent,
  type ProxyOptions,
  type ValidatingProxy,
} from "./proxy.ts";
export type { Summary } from "./tally.ts";
