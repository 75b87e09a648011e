import type { Citation } from "../../contracts/index.ts";
import type { Source } from "../../spec/index.ts";
import type { LoadedSource } from "./source.ts";

/** A line of a page as the citation of a check, quoted where the page is at hand. */
export function pageCitation({ quote, display }: LoadedSource, at: Source): Citation {
  const text = quote(at);
  return {
    kind: "page",
    source: at,
    display: `${display(at.page)}:${at.line}`,
    ...(text === undefined ? {} : { quote: text }),
  };
}
