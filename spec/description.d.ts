/** What `graph-contracts/openapi.json` is to the compiler, which would take every text in it for any text. */
import type { OpenApiDocument } from "graph-contracts";

declare const description: OpenApiDocument;
export default description;
