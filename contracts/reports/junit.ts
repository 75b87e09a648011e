/**
 * JUnit XML. There is no standard; this is what Ant's schema and the schema of Jenkins both accept: no attributes on `testsuites`, one
 * child at most for a test case, and basis and citation as properties of the suite (a test case has none there), named after the check.
 */
import type { CheckResult, Citation, ReportedFinding, Verdict } from "../judge/verdict.ts";
import { clipped, escapeAttribute, escapeContent, oneLine } from "./printable.ts";
import {
  byOperation,
  countOutcomes,
  countsPhrase,
  type OperationGroup,
  setAsideText,
  summarise,
  verdictPhrase,
} from "./summary.ts";

/** One suite an operation, one case a check; a run that was not finished is an error in a suite of its own. */
export function renderJunit(verdict: Verdict): string {
  const suites = byOperation(verdict.results).map((group, index) => suite(group, index, verdict));
  if (verdict.outcome === "incomplete") suites.push(unfinished(verdict, suites.length));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("")}</testsuites>\n`;
}

function suite(group: OperationGroup, id: number, verdict: Verdict): string {
  const counts = countOutcomes(group.results);
  const name = `${group.method} ${group.path}`;
  const properties = [
    property("operation", group.operationId),
    property("target", verdict.target),
    ...group.results.flatMap(({ check }) => [
      property(`${check.id}.basis`, check.basis),
      property(`${check.id}.citation`, groundText(check.citation)),
    ]),
  ];
  return element(
    "testsuite",
    {
      ...suiteAttributes(verdict, id, name),
      tests: group.results.length,
      failures: counts.failed,
      errors: 0,
      skipped: counts.skipped + counts["page-fault"],
      time: seconds(group.results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    },
    `    <properties>\n${properties.join("")}    </properties>\n${group.results.map(testCase).join("")}` +
      `    <system-out>${escapeContent([countsPhrase(counts), ...group.results.flatMap(setAsideLines)].join("\n"))}</system-out>\n    <system-err/>\n`,
  );
}

/** A test case that passed has no room for text in these schemas; its suite does. */
function setAsideLines({ check, setAside = [] }: CheckResult): readonly string[] {
  return setAside.map((one) => `${check.id}: ${oneLine(setAsideText(one))}`);
}

function unfinished(verdict: Verdict, id: number): string {
  const sentence = `${verdict.target} ${verdictPhrase(verdict)}`;
  return element(
    "testsuite",
    {
      ...suiteAttributes(verdict, id, "the run as a whole"),
      tests: 1,
      failures: 0,
      errors: 1,
      skipped: 0,
      time: seconds(verdict.durationMs),
    },
    `    <properties/>\n    <testcase name="is finished" classname="run" time="${seconds(verdict.durationMs)}">\n` +
      `      <error type="incomplete" message="${escapeAttribute(sentence)}"/>\n    </testcase>\n` +
      `    <system-out>${escapeContent(countsPhrase(summarise(verdict).outcomes))}</system-out>\n    <system-err/>\n`,
  );
}

function suiteAttributes({ target, startedAt }: Verdict, id: number, name: string) {
  // Ant's schema allows neither fractions of a second nor a zone.
  const timestamp = startedAt.slice(0, 19);
  return { name, id, package: "graph-contracts", hostname: hostOf(target), timestamp };
}

function hostOf(target: string): string {
  return URL.canParse(target) ? new URL(target).hostname || "localhost" : "localhost";
}

function testCase({ check, outcome, findings, reason, durationMs }: CheckResult): string {
  const attributes = `name="${escapeAttribute(check.id)}" classname="${escapeAttribute(check.operation.operationId)}" time="${seconds(durationMs)}"`;
  if (outcome === "passed") return `    <testcase ${attributes}/>\n`;
  const child =
    outcome === "failed"
      ? failure(check.title, findings, reason)
      : `      <skipped message="${escapeAttribute(skipReason(outcome, reason))}"/>\n`;
  return `    <testcase ${attributes}>\n${child}    </testcase>\n`;
}

function skipReason(outcome: CheckResult["outcome"], reason = "no reason was given"): string {
  return outcome === "page-fault" ? `the page's fault: ${oneLine(reason)}` : oneLine(reason);
}

/** All findings in one element: many readers show only the first. */
function failure(title: string, findings: readonly ReportedFinding[], reason: string | undefined): string {
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
  const message = first ? `${clipped(oneLine(first.message), 300)}${more}` : (reason ?? "failed");
  const text = [title, ...(reason === undefined ? [] : [reason]), ...findings.map(findingText)].join("\n\n");
  return `      <failure type="${escapeAttribute(first?.rule ?? "failed")}" message="${escapeAttribute(message)}">${escapeContent(text)}</failure>\n`;
}

function findingText({ message, expected, actual, basis, citation, curl }: ReportedFinding): string {
  const lines = [
    message,
    `  expected: ${expected}`,
    `  got:      ${actual}`,
    `  ${basis}: ${groundText(citation)}`,
  ];
  if (curl !== undefined) lines.push(`  repeat:   ${curl}`);
  return lines.join("\n");
}

function groundText(citation: Citation): string {
  if (citation.kind === "rule") return `${citation.title} <${citation.url}>`;
  return citation.quote === undefined ? citation.display : `${citation.display}: ${citation.quote}`;
}

function property(name: string, value: string): string {
  return `      <property name="${escapeAttribute(name)}" value="${escapeAttribute(value)}"/>\n`;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string,
): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`,
  );
  return `  <${name}${list.join("")}>\n${content}  </${name}>\n`;
}

/** Seconds with three digits, never in scientific notation. */
function seconds(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1000).toFixed(3);
}
