import type { DocumentedExchange } from "./model.ts";
import type { PageFacts } from "./page-facts.ts";
import type { PageTemplate } from "./page-templates.ts";

/** One operation with every page that documents it, the one to go by first; its spelling is that of the first page by name. */
export interface OperationDraft {
  readonly method: string;
  readonly path: string;
  readonly template: PageTemplate;
  readonly sources: { readonly page: PageFacts; readonly template: PageTemplate }[];
  readonly exchanges: DocumentedExchange[];
  /** Exchanges of the same page that the page shows for a sibling path. */
  readonly borrowed: DocumentedExchange[];
}
