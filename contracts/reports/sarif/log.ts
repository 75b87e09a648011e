/** The frame of a SARIF log (OASIS SARIF 2.1.0), shared by verdicts and diagnostics. */
import type { Log, PhysicalLocation, ReportingDescriptor, Result, Run } from "sarif";

export interface SarifInput {
  readonly toolVersion: string;
  /** What each rule is about; a rule that is missing here is described by its name. */
  readonly descriptions: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
  readonly run?: Partial<Run>;
}

/** One run with the rules that its results name, sorted, as indented JSON. */
export function renderLog({ toolVersion, descriptions, results, run }: SarifInput): string {
  const names = [...new Set(results.map(({ ruleId }) => ruleId ?? ""))].sort();
  const index = new Map(names.map((name, at) => [name, at]));
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "graph-contracts",
            version: toolVersion,
            rules: names.map((id) => rule(id, descriptions[id])),
          },
        },
        columnKind: "utf16CodeUnits",
        ...run,
        results: results.map((result) => ({ ...result, ruleIndex: index.get(result.ruleId ?? "") ?? -1 })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rule(id: string, description = `${id.replaceAll("-", " ")}.`): ReportingDescriptor {
  const name = id.replace(/(?:^|-)([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
  return { id, name, shortDescription: { text: description }, defaultConfiguration: { level: "error" } };
}

/**
 * A line of a page. `display` is a path from the root of the sources, or an absolute one.
 * @see SARIF 2.1.0 section 3.4.3: `uri` is a URI reference; section 3.4.4: a base that only the reader knows.
 */
export function physicalLocation(
  display: string,
  line: number,
  more: { readonly column?: number; readonly snippet?: string } = {},
): PhysicalLocation {
  const path = display.replaceAll("\\", "/");
  const encoded = path.split("/").map(encodeURIComponent).join("/").replaceAll("%3A", ":");
  const absolute = path.startsWith("/") || /^[A-Za-z]:\//.test(path);
  const outside = path.startsWith("../");
  return {
    artifactLocation: absolute
      ? { uri: `file://${path.startsWith("/") ? "" : "/"}${encoded}` }
      : { uri: encoded, ...(outside ? {} : { uriBaseId: "%SRCROOT%" }) },
    region: {
      startLine: line,
      ...(more.column === undefined ? {} : { startColumn: more.column }),
      ...(more.snippet === undefined ? {} : { snippet: { text: more.snippet } }),
    },
  };
}
