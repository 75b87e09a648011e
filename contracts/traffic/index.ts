export {
  type AnswerJudging,
  answerFaults,
  MESSAGE_RULE,
  undocumentedFaults,
  wantsBody,
} from "./answer-faults.ts";
export { basesOf, originForm, relativePath } from "./base.ts";
export { createIdentityWatch, type IdentityWatch } from "./identity.ts";
export { describedResponse, type JudgedOperation, judgedOperation } from "./operation.ts";
export { createRecorder, type PassedExchange, type Recorder } from "./recorder.ts";
export { type RequestFault, type RequestJudging, requestFaults, type SeenRequest } from "./request-faults.ts";
export { createRoutes, type FindRoute, type Route } from "./route.ts";
