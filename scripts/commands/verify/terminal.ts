import {
  type CheckResult,
  type Citation,
  causesOf,
  type ReportedFinding,
  type Verdict,
} from "../../../contracts/index.ts";
import { setAsidePhrase } from "../../../contracts/reports/index.ts";
import { type Colours, colours } from "../../terminal/colours.ts";
import type { Output } from "../../terminal/io.ts";
import { printable } from "../../terminal/printable.ts";

/** Where a demand comes from, in one line. */
export function groundText(citation: Citation): string {
  if (citation.kind === "rule") return `${citation.title} <${citation.url}>`;
  return citation.quote === undefined ? citation.display : `${citation.display}: ${citation.quote}`;
}

export interface VerdictDetail {
  /** Failures and the verdict only. */
  readonly quiet?: boolean;
  /** Every check and every failure in full. */
  readonly verbose?: boolean;
}

/** A line for each check by operation, failures by cause, what was created, and the verdict. */
export function renderVerdict(
  verdict: Verdict,
  output: Output,
  { quiet = false, verbose = false }: VerdictDetail = {},
): string {
  const paint = colours(output);
  return [
    ...(quiet ? [] : checkLines(verdict, paint, verbose)),
    ...failures(verdict, paint, verbose),
    ...(quiet ? [] : [...advice(verdict, paint), ...contradictions(verdict, paint), ...created(verdict)]),
    summary(verdict, paint),
    "",
  ].join("\n");
}

function checkLines(verdict: Verdict, paint: Colours, verbose: boolean): string[] {
  const lines: string[] = [];
  const many = !verbose && verdict.results.length > MANY;
  for (const [operation, results] of byOperation(verdict.results)) {
    if (many && results.every(({ outcome }) => outcome === "passed")) continue;
    lines.push(paint.strong(operation));
    let told: string | undefined;
    for (const result of results) {
      if (many && result.outcome === "passed") continue;
      lines.push(checkLine(result, result.reason === told, paint));
      told = result.reason ?? told;
    }
    lines.push("");
  }
  return lines;
}

const CAUSES_IN_FULL = 10;

/** One failure of each cause in full, with the other checks that failed alike; beyond ten causes a line each. */
function failures({ results }: Verdict, paint: Colours, verbose: boolean): string[] {
  const causes = causesOf(results);
  if (verbose)
    return causes.flatMap((cause) => cause.results.flatMap((result) => [...failure(result, paint), ""]));
  const lines: string[] = [];
  for (const { results: alike } of causes.slice(0, CAUSES_IN_FULL)) {
    const [first, ...others] = alike;
    if (!first) continue;
    lines.push(...failure(first, paint));
    if (others.length > 0) lines.push(`  and ${others.length} more like it: ${idList(others)}`);
    lines.push("");
  }
  const rest = causes.slice(CAUSES_IN_FULL);
  for (const { title, results: alike } of rest)
    lines.push(`${paint.bad("FAIL")} ${idList(alike)}: ${printable(title)}`);
  if (rest.length > 0) lines.push("--verbose prints every failure in full", "");
  return lines;
}

function idList(results: readonly CheckResult[]): string {
  const ids = results.slice(0, LISTED_IDS).map(({ check }) => check.id);
  return results.length > LISTED_IDS ? `${ids.join(", ")}, …` : ids.join(", ");
}

/** Beyond so many checks only those that did not pass are listed. */
const MANY = 500;

function byOperation(results: readonly CheckResult[]): ReadonlyMap<string, readonly CheckResult[]> {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    const { method, path } = result.check.operation;
    const name = `${method} ${path}`;
    const group = groups.get(name) ?? [];
    group.push(result);
    groups.set(name, group);
  }
  return groups;
}

function checkLine(result: CheckResult, isTold: boolean, paint: Colours): string {
  const { check, outcome, reason, findings } = result;
  const mark = {
    passed: paint.good("pass"),
    failed: paint.bad("FAIL"),
    skipped: paint.mild("skip"),
    "page-fault": paint.mild("page"),
  };
  const name = check.id.slice(check.id.indexOf("/") + 1);
  const notes = findings.filter(({ basis }) => basis === "advisory").length;
  const hint = outcome === "passed" && notes > 0 ? paint.faint(" (a hint below)") : "";
  const aside = setAsidePhrase(result);
  const note = aside === undefined ? hint : `${hint}${paint.faint(` (${aside}, see below)`)}`;
  const why =
    reason === undefined || outcome === "failed"
      ? ""
      : paint.faint(isTold ? " (as above)" : ` (${printable(reason)})`);
  return `  ${mark[outcome]}  ${name.padEnd(27)} ${check.title}${note}${why}`;
}

function failure({ check, findings, reason }: CheckResult, paint: Colours): string[] {
  const { method, path } = check.operation;
  const lines = [`${paint.bad("FAIL")} ${paint.strong(check.id)}  ${method} ${path}`];
  if (reason !== undefined) lines.push(`  ${printable(reason)}`);
  const told = new Set<string>();
  const curls = new Set<string>();
  for (const finding of findings) {
    // Several requests of a check may fail alike: the finding is told once, with each command.
    const text = findingLines(finding, paint);
    if (!told.has(text.join())) lines.push(...text);
    told.add(text.join());
    if (finding.curl === undefined || curls.has(finding.curl)) continue;
    lines.push(`    repeat      ${finding.curl}`);
    curls.add(finding.curl);
  }
  return lines;
}

function findingLines(
  { message, expected, actual, basis, citation }: ReportedFinding,
  paint: Colours,
): string[] {
  return [
    `  ${printable(message)}`,
    `    expected    ${printable(expected)}`,
    `    got         ${printable(actual)}`,
    `    ${basis.padEnd(12)}${paint.faint(printable(groundText(citation)))}`,
  ];
}

/** Each hint once, however many checks it came up in. */
function advice(verdict: Verdict, paint: Colours): string[] {
  const seen = new Map<string, { finding: ReportedFinding; ids: string[] }>();
  for (const { check, outcome, findings } of verdict.results) {
    if (outcome === "failed" && verdict.strict) continue;
    for (const finding of findings.filter(({ basis }) => basis === "advisory")) {
      const entry = seen.get(finding.message) ?? { finding, ids: [] };
      if (!entry.ids.includes(check.id)) entry.ids.push(check.id);
      seen.set(finding.message, entry);
    }
  }
  if (seen.size === 0) return [];
  const lines = [paint.strong("Hints (they fail no run)")];
  for (const { finding, ids } of seen.values()) {
    const more = ids.length > 1 ? ` and ${ids.length - 1} more` : "";
    lines.push(
      `  ${printable(finding.message)}: expected ${printable(finding.expected)}, got ${printable(finding.actual)} (${ids[0]}${more})`,
    );
    lines.push(`    ${paint.faint(printable(groundText(finding.citation)))}`);
  }
  return [...lines, ""];
}

const LISTED_CONTRADICTIONS = 20;

/** Each pair of lines once, however many answers it came up in. */
function contradictions({ results }: Verdict, paint: Colours): string[] {
  const seen = new Map<string, string>();
  for (const { check, setAside = [] } of results) {
    for (const { path, message, citations } of setAside) {
      const lines = citations.map((one) => `    ${paint.faint(printable(groundText(one)))}`);
      const key = lines.join("\n");
      if (!seen.has(key))
        seen.set(key, [`  '${printable(path)}' ${printable(message)} (${check.id})`, key].join("\n"));
    }
  }
  if (seen.size === 0) return [];
  const more = seen.size - LISTED_CONTRADICTIONS;
  return [
    paint.strong("Set aside: the page contradicts itself, and the rest was judged"),
    ...[...seen.values()].slice(0, LISTED_CONTRADICTIONS),
    ...(more > 0 ? [`  and ${more} more (--report json=FILE lists all)`] : []),
    "",
  ];
}

const LISTED_IDS = 3;

/** What has to be cleaned up, by where it was created. */
function created({ created: objects }: Verdict): string[] {
  if (objects.length === 0) return [];
  const places = new Map<string, string[]>();
  for (const { method, url, id } of objects) {
    const place = `${method} ${url}`;
    places.set(place, [...(places.get(place) ?? []), printable(id)]);
  }
  const lines = [`Created at the target: ${objects.length}`];
  for (const [place, ids] of places) {
    const more =
      ids.length > LISTED_IDS ? ` and ${ids.length - LISTED_IDS} more (--report json=FILE lists all)` : "";
    lines.push(`  ${place}: ${ids.slice(0, LISTED_IDS).join(", ")}${more}`);
  }
  return [...lines, ""];
}

function summary(verdict: Verdict, paint: Colours): string {
  const count = (outcome: CheckResult["outcome"]): number =>
    verdict.results.filter((result) => result.outcome === outcome).length;
  const parts = [`${count("passed")} passed`];
  if (count("failed") > 0) parts.push(`${count("failed")} failed`);
  if (count("skipped") > 0) parts.push(`${count("skipped")} skipped`);
  if (count("page-fault") > 0)
    parts.push(`${count("page-fault")} not judged, since the page contradicts itself`);
  const text = {
    conforms: paint.good("conforms to the pages"),
    deviates: paint.bad("does not conform to the pages"),
    incomplete: paint.mild(`was not fully judged: ${verdict.reason ?? "stopped"}`),
  };
  return `${verdict.target} ${text[verdict.outcome]}: ${parts.join(", ")} (${(verdict.durationMs / 1000).toFixed(1)} s)`;
}
