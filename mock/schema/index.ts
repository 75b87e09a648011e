export { type CompileContext, compileRequestSchema, type Fault, type Validate } from "./compile.ts";
export { type FlatSchema, flatten, resolveReference } from "./flatten.ts";
export { sampleOf } from "./sample.ts";
