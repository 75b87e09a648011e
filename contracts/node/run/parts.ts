import type { DescribedOperation, OpenApiDocument } from "../../../spec/openapi/index.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import { type LoadedDredd, runDredd, type Transaction } from "../dredd/dredd.ts";
import type { Relay } from "../dredd/relay.ts";
import { type Case, casesOf, descriptionForDredd, transactionOf } from "../dredd/transactions.ts";
import type { Target } from "../wire/target.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import type { ChainLanes } from "./chain-lanes.ts";
import type { CheckRecords } from "./check-records.ts";
import type { Aimed } from "./id-bindings.ts";
import { lanesOf } from "./lanes.ts";
import { createLatency } from "./latency.ts";
import type { VerifyOptions } from "./options.ts";

/** What a run works with. */
export interface RunParts {
  readonly dredd: LoadedDredd;
  readonly relay: Relay;
  readonly target: Target;
  readonly records: CheckRecords;
  readonly chains: ChainLanes;
  readonly document: OpenApiDocument;
  readonly operations: ReadonlyMap<string, DescribedOperation>;
  readonly signal: AbortSignal;
}

