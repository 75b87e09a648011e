import { isUrl } from "../terminal/base-url.ts";
import type { Configuration } from "./configuration.ts";

interface Line {
  readonly operands: readonly string[];
  readonly configuration: Configuration;
}

/** The pages that a command line names, or else those of the configuration. */
export function sourcesOf({ operands, configuration }: Line): readonly string[] {
  return operands.length > 0 ? operands : configuration.sources;
}

/** The server and the pages: what is not a URL is a page where the configuration knows the server. */
export function targetAndSources({ operands, configuration }: Line): {
  readonly target: string | undefined;
  readonly sources: readonly string[];
} {
  const [first, ...rest] = operands;
  const { target } = configuration;
  if (target !== undefined && !isUrl(first))
    return { target, sources: sourcesOf({ operands, configuration }) };
  return { target: first, sources: sourcesOf({ operands: rest, configuration }) };
}
