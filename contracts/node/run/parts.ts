import type { DescribedOperation, OpenApiDocument } from "../../../spec/openapi/index.ts";
import type { LoadedDredd } from "../dredd/dredd.ts";
import type { Relay } from "../dredd/relay.ts";
import type { Target } from "../wire/target.ts";
import type { ChainLanes } from "./chain-lanes.ts";
import type { CheckRecords } from "./check-records.ts";

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
