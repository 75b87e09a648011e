export { basesOf, originForm, relativePath } from "../../spec/openapi/index.ts";
export { createRecorder, type PassedExchange, type Recorder } from "../pact/recorder.ts";
export { wantsBody } from "./exchange.ts";
export { type JudgedOperation, judgedOperation } from "./operation.ts";
export type { SeenRequest } from "./request-faults.ts";
export {
  createTrafficJudge,
  type Judged,
  secretsOf,
  type TrafficJudge,
  type TrafficJudgeOptions,
} from "./traffic.ts";
