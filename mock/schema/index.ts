export { type CompileContext, compileRequestSchema } from "./compile.ts";
export type { Fault, Pardon, Validate } from "./fault.ts";
export { type FlatSchema, flatten, resolveReference, type Schemas } from "./flatten.ts";
export { derives } from "./odata-type.ts";
export { pardonOf } from "./pardon.ts";
export { sampleOf } from "./sample.ts";
