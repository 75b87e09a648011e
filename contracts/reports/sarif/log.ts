/** The frame of a SARIF log (OASIS SARIF 2.1.0), shared by verdicts and diagnostics. */
import type { Log, PhysicalLocation, ReportingDescriptor, Result, Run } from "sarif";

export interface SarifInput {
  readonly toolVersion: string;
  /** What a rule is about; one that is not known is described by its name. */
  readonly describe: (id: string) => RuleText | undefined;
  readonly results: readonly Result[];
  readonly run?: Partial<Run>;
}

/** A rule of one of the catalogues. */
export interface RuleText {
  readonly title: string;
  readonly meaning: string;
  readonly mend: string;
  readonly url: string;
  readonly level: "error" | "warning" | "note";
  readonly wrong?: string;
  readonly right?: string;
}

/** One run with the rules that its results name, sorted, as indented JSON. */
export function renderLog({ toolVersion, describe, results, run }: SarifInput): string {
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
            rules: names.map((id) => rule(id, describe(id))),
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

/** @see SARIF 2.1.0 section 3.49: `help` is what to do, as text and as Markdown. */
function rule(id: string, text: RuleText | undefined): ReportingDescriptor {
  const name = id.replace(/(?:^|-)([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
  if (!text) {
    const title = `${id.replaceAll("-", " ")}.`;
    return { id, name, shortDescription: { text: title }, defaultConfiguration: { level: "error" } };
  }
  const { title, meaning, mend, url, level, wrong, right } = text;
  const example =
    wrong === undefined || right === undefined
      ? ""
      : `\n\nWrong:\n\n${fenced(wrong)}\n\nRight:\n\n${fenced(right)}`;
  return {
    id,
    name,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: meaning },
    help: { text: `${meaning} ${mend}`, markdown: `${meaning}\n\n${mend}${example}\n\n<${url}>` },
    helpUri: url,
    defaultConfiguration: { level },
  };
}

function fenced(text: string): string {
  return `~~~~text\n${text}\n~~~~`;
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
