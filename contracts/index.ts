export { curlCommand } from "./curl.ts";
export type { Deviation } from "./deviation.ts";
export { dummyToken } from "./dummy-token.ts";
export type { Answer, Header, PlannedRequest, TransportFault } from "./message.ts";
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
} from "./pact.ts";
export { type Expectation, type PlanInput, type PlannedCheck, plan } from "./plan.ts";
export { CATALOGUE, type PolicyCase } from "./policy/index.ts";
export { isProductionHost } from "./production.ts";
export { contractFileName, recordContracts } from "./record.ts";
export { isSecretField, type Redactor, redactor } from "./redact.ts";
export { fits } from "./select.ts";
export type * from "./verdict.ts";
