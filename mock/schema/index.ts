export {
  type CompileContext,
  compileRequestSchema,
  type Fault,
  type Pardon,
  type Validate,
} from "./compile.ts";
export { type FlatSchema, flatten, resolveReference, type Schemas } from "./flatten.ts";
export { derives } from "./odata-type.ts";
export { pardonOf } from "./pardon.ts";
export { sampleOf } from "./sample.ts";
