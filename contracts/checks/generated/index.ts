export { type DeepInput, invalidRequests, validRequests } from "./requests.ts";
