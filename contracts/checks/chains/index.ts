export { type Chain, planChains, runChain, whoAmI } from "./chain.ts";
export { Ledger, type LedgerEntry } from "./ledger.ts";
export { ChainStopped } from "./life.ts";
export { type ResourceNode, type Role, type Route, resourceGraph } from "./resource-graph.ts";
export { type ChainProgram, type Seen, type Step, seen } from "./step.ts";
export { ChainWorld, type Made } from "./world.ts";
