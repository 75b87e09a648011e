/** GitHub-flavoured Markdown for the summary of a CI job. What a server sent stands in code, where neither HTML nor links live. */
import type { CheckResult, Exchange, RecordedMessage, ReportedFinding, Verdict } from "../judge/verdict.ts";
import { clipped, escapeAttribute, oneLine, printable } from "./printable.ts";
import {
  BASES,
  byOperation,
  countsPhrase,
  durationPhrase,
  groundName,
  OUTCOME_WORD,
  OUTCOMES,
  summarise,
  verdictPhrase,
} from "./summary.ts";

/** GitHub takes a megabyte a step; a reader takes less. */
const MOST_FAILURES = 100;
const MOST_DETAILS = 25;
const LONGEST_CELL = 160;
const LONGEST_BODY = 2000;
const LISTED_OBJECTS = 50;

const ICON = { conforms: "✅", deviates: "❌", incomplete: "⚠️" } as const;

/** The verdict in one line, counts by basis, a table of failures, and each failure folded. */
export function renderMarkdown(verdict: Verdict): string {
  const { outcomes } = summarise(verdict);
  const failed = verdict.results.filter(({ outcome }) => outcome === "failed");
  const parts = [
    `## ${ICON[verdict.outcome]} ${code(verdict.target)} ${escaped(verdictPhrase(verdict))}`,
    `**${countsPhrase(outcomes)}** in ${durationPhrase(verdict.durationMs)}, graph-contracts ${escaped(verdict.tool.version)}${verdict.strict ? ", hints count as failures" : ""}${deepPhrase(verdict)}`,
    counts(verdict),
    ...failures(failed),
    ...notJudged(verdict.results),
    ...hints(verdict),
    ...created(verdict),
  ];
  return `${parts.join("\n\n")}\n`;
}

function deepPhrase({ deep }: Verdict): string {
  return deep ? `, ${deep.runs.toLocaleString("en-US")} generated requests with seed ${deep.seed}` : "";
}

function counts(verdict: Verdict): string {
  const { bases, outcomes } = summarise(verdict);
  const row = (name: string, of: typeof outcomes) =>
    `| ${name} | ${OUTCOMES.map((outcome) => of[outcome]).join(" | ")} |`;
  return [
    `| basis | ${OUTCOMES.map((outcome) => OUTCOME_WORD[outcome]).join(" | ")} |`,
    "| --- | ---: | ---: | ---: | ---: |",
    ...BASES.map((basis) => row(basis, bases[basis])),
  ].join("\n");
}

function failures(failed: readonly CheckResult[]): string[] {
  if (failed.length === 0) return [];
  const shown = failed.slice(0, MOST_FAILURES);
  const rows = shown.flatMap(({ check, findings }) => [
    // Several requests of one check often fail alike; one row says it.
    ...new Set(
      findings.map(
        (finding) =>
          `| ${cell(check.id)} | ${cell(finding.expected)} | ${cell(finding.actual)} | ${source(finding)} |`,
      ),
    ),
  ]);
  const table = ["| check | expected | got | says who |", "| --- | --- | --- | --- |", ...rows].join("\n");
  const rest = failed.length - shown.length;
  return [
    `### ${failed.length === 1 ? "The failure" : `The ${failed.length.toLocaleString("en-US")} failures`}`,
    table,
    ...(rest > 0 ? [`… and ${rest.toLocaleString("en-US")} more; the HTML and JSON reports hold all.`] : []),
    ...byOperation(shown.slice(0, MOST_DETAILS)).flatMap(({ method, path, results }) => [
      `#### ${code(`${method} ${path}`)}`,
      ...results.map(folded),
    ]),
  ];
}

function source({ basis, citation }: ReportedFinding): string {
  if (citation.kind === "rule") return `${basis}: ${link(citation.title, citation.url)}`;
  const quote = citation.quote === undefined ? "" : `<br>${cell(citation.quote)}`;
  return `${basis}: ${cell(citation.display)}${quote}`;
}

function folded({ check, findings, exchanges, reason }: CheckResult): string {
  return [
    `<details><summary><code>${escapeAttribute(check.id)}</code> ${escapeAttribute(check.title)}</summary>`,
    ...(reason === undefined ? [] : [escaped(reason)]),
    ...findings.flatMap(findingParts),
    ...exchanges.slice(-3).map(exchangeBlock),
    "</details>",
  ].join("\n\n");
}

function findingParts({ message, citation, curl }: ReportedFinding): string[] {
  return [
    escaped(message),
    ...(citation.kind === "page" && citation.quote !== undefined
      ? [`> ${code(citation.quote)} (${code(groundName(citation))})`]
      : []),
    ...(curl === undefined ? [] : [fenced(curl, "sh")]),
  ];
}

function exchangeBlock({ request, response }: Exchange): string {
  const answer = response ? [`${response.status}`, ...message(response)] : ["(no answer)"];
  return fenced([`${request.method} ${request.url}`, ...message(request), "", ...answer].join("\n"), "http");
}

function message({ headers, body, truncated }: RecordedMessage): string[] {
  const cut = clipped(body, LONGEST_BODY);
  const more = truncated || cut !== body ? ["(there is more)"] : [];
  return [
    ...headers.map(([name, value]) => `${name}: ${oneLine(value)}`),
    ...(body === "" ? [] : ["", cut]),
    ...more,
  ];
}

function notJudged(results: readonly CheckResult[]): string[] {
  const rows = results.flatMap(({ check, outcome, reason, setAside = [] }) => {
    const row = (page: string, why: string) => `| ${cell(check.id)} | ${page} | ${escaped(why)} |`;
    return [
      ...(outcome === "page-fault" ? [row(cell(groundName(check.citation)), reason ?? "")] : []),
      ...setAside.map((one) =>
        row(one.citations.map((at) => cell(groundName(at))).join(" "), `'${one.path}' ${one.message}`),
      ),
    ];
  });
  if (rows.length === 0) return [];
  const more = rows.length - MOST_FAILURES;
  return [
    "### The page contradicts itself",
    ["| check | page | set aside |", "| --- | --- | --- |", ...rows.slice(0, MOST_FAILURES)].join("\n"),
    ...(more > 0 ? [`… and ${more.toLocaleString("en-US")} more; the HTML and JSON reports hold all.`] : []),
  ];
}

/** Each hint once, however many checks it came up in. */
function hints({ results, strict }: Verdict): string[] {
  if (strict) return [];
  const messages = new Map<string, string>();
  for (const { check, findings } of results) {
    for (const { basis, message, expected, actual } of findings) {
      if (basis === "advisory" && !messages.has(message))
        messages.set(
          message,
          `- ${escaped(message)}: expected ${code(clipped(expected, LONGEST_CELL))}, got ${code(clipped(actual, LONGEST_CELL))} (${code(check.id)})`,
        );
    }
  }
  if (messages.size === 0) return [];
  const items = [...messages.values()].slice(0, MOST_FAILURES).join("\n");
  return [`<details><summary>Hints, which fail no run (${messages.size})</summary>`, items, "</details>"];
}

function created({ created: objects }: Verdict): string[] {
  if (objects.length === 0) return [];
  const items = objects.slice(0, LISTED_OBJECTS).map(({ url, id }) => `- ${code(id)} at ${code(url)}`);
  const rest = objects.length - items.length;
  if (rest > 0) items.push(`- and ${rest.toLocaleString("en-US")} more`);
  return [
    `<details><summary>Created at the target (${objects.length.toLocaleString("en-US")})</summary>`,
    items.join("\n"),
    "</details>",
  ];
}

/** Code within a table's cell, which a bar would end even there (GFM section 4.10). */
function cell(text: string): string {
  return code(clipped(oneLine(text), LONGEST_CELL)).replaceAll("|", "\\|");
}

/** A code span (CommonMark 0.31 section 6.1). */
function code(text: string): string {
  const content = oneLine(text);
  if (content === "") return "(nothing)";
  const ticks = "`".repeat(longestRun(content) + 1);
  const space = content.startsWith("`") || content.endsWith("`") ? " " : "";
  return `${ticks}${space}${content}${space}${ticks}`;
}

/** A fenced block (CommonMark 0.31 section 4.5) whose fence is longer than any in its text. */
function fenced(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${printable(text)}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** Prose in one line: the marks that Markdown could obey are escaped (CommonMark 0.31 section 2.4), GFM's bare links included. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>#!|~&@]|:(?=\/\/)|(?<=www)\./gi, "\\$&");
}

function link(title: string, url: string): string {
  return `[${escaped(title)}](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)`;
}
