export { basesOf, originForm, relativePath } from "../../spec/openapi/index.ts";
export { createRecorder, type PassedExchange, type Recorder } from "../pact/recorder.ts";
export {
  type AnswerJudging,
  answerFaults,
  MESSAGE_RULE,
  undocumentedFaults,
  wantsBody,
} from "./answer-faults.ts";
export { createIdentityWatch, type IdentityWatch } from "./identity.ts";
export { describedResponse, type JudgedOperation, judgedOperation } from "./operation.ts";
export { type RequestFault, type RequestJudging, requestFaults, type SeenRequest } from "./request-faults.ts";
