export { type Chain, planChains } from "./checks/chains/index.ts";
export { isParameterOf } from "./checks/parameters.ts";
export { type PlanInput, type PlannedCheck, plan } from "./checks/plan.ts";
export { CATALOGUE, type PolicyCase } from "./checks/policy/index.ts";
export { fits } from "./checks/select.ts";
export { curlCommand } from "./http/curl.ts";
export { dummyToken } from "./http/dummy-token.ts";
export type { Answer, Header, PlannedRequest, TransportFailure } from "./http/message.ts";
export { isProductionHost } from "./http/production.ts";
export { type Redactor, redactor } from "./http/redact.ts";
export {
  type Baseline,
  type BaselineEntry,
  createBaseline,
  type Known,
  updatedBaseline,
} from "./judge/baseline.ts";
export { type Cause, causesOf } from "./judge/cause.ts";
export {
  type Expectation,
  type Expected,
  type ExpectedSuccess,
  expectedOf,
  expectedSuccess,
} from "./judge/expected.ts";
export type { Finding } from "./judge/finding.ts";
export { judge } from "./judge/judge.ts";
export { createJudging, type Judgement, type Judging } from "./judge/judging.ts";
export { knownOf, withBaseline } from "./judge/known-findings.ts";
export { FINDING_RULES, type FindingRule, type FindingRuleId, isFindingRuleId } from "./judge/rules.ts";
export type * from "./judge/verdict.ts";
export type {
  Comments,
  Interaction,
  Matcher,
  MatcherList,
  MatchingRules,
  PactBody,
  PactFile,
  PactRequest,
  PactResponse,
  ProviderState,
} from "./pact/pact.ts";
export { contractFileName, recordContracts } from "./pact/record.ts";
export { type RecordedExchange, RecordingError } from "./recordings/exchange.ts";
export { readRecording } from "./recordings/read.ts";
