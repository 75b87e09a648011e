export {
  createProxy,
  JUDGED_BYTES,
  type ProxiedExchange,
  type Proxy,
  type ProxyEvent,
  type ProxyOptions,
} from "./proxy.ts";
export type { Summary } from "./tally.ts";
