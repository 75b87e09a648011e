export {
  type CompileContext,
  compileRequestSchema,
  type Fault,
  type Pardon,
  type Validate,
} from "./compile.ts";
export { type FlatSchema, flatten, resolveReference } from "./flatten.ts";
export { pardonOf } from "./pardon.ts";
export { sampleOf } from "./sample.ts";
