export { assembleModel } from "./assemble.ts";
export { isJsonMediaType } from "./body.ts";
export { isValue } from "./contradictions.ts";
export type * from "./model.ts";
export { type PageFacts, readPageFacts } from "./page-facts.ts";
export { isSkeletonValue, withoutSkeletons } from "./skeleton.ts";
export { type TemplateParameter, upperFirst } from "./template.ts";
export { shortName } from "./type-reference.ts";
