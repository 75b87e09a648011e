import type { Location, Result } from "sarif";
import { FINDING_RULES, isFindingRuleId } from "../../judge/rules.ts";
import type { CheckResult, Citation, ReportedFinding, SetAside, Verdict } from "../../judge/verdict.ts";
import { clipped, oneLine, printable } from "../printable.ts";
import { setAsideText, summarise, verdictPhrase } from "../summary.ts";
import { physicalLocation, type RuleText, renderLog } from "./log.ts";

type PageGround = Extract<Citation, { kind: "page" }>;

const PAGE_FAULT = "page-contradiction";

/**
 * Every finding at the line of the page that it rests on, so that a code host annotates the page. A published rule has no line:
 * such a finding stands at the page's line for the operation, and links to the rule.
 */
export function renderSarif(verdict: Verdict): string {
  const lines = operationLines(verdict.results);
  const results = verdict.results.flatMap((result) => {
    const fallback = lines.get(result.check.operation.operationId);
    if (result.outcome === "page-fault") return [pageFault(result, fallback)];
    return [
      ...result.findings.map((finding) => deviation(finding, result, fallback, verdict.strict)),
      ...(result.setAside ?? []).map((one) => contradiction(one, result, fallback)),
    ];
  });
  return renderLog({
    toolVersion: verdict.tool.version,
    describe,
    results,
    run: {
      invocations: [
        {
          executionSuccessful: verdict.outcome !== "incomplete",
          startTimeUtc: verdict.startedAt,
          ...(verdict.outcome === "incomplete"
            ? { toolExecutionNotifications: [{ level: "error", message: { text: incomplete(verdict) } }] }
            : {}),
        },
      ],
      properties: {
        target: verdict.target,
        outcome: verdict.outcome,
        strict: verdict.strict,
        durationMs: verdict.durationMs,
        summary: summarise(verdict),
      },
    },
  });
}

function describe(id: string): RuleText | undefined {
  return isFindingRuleId(id)
    ? { ...FINDING_RULES[id], level: id === PAGE_FAULT ? "warning" : "error" }
    : undefined;
}

function incomplete(verdict: Verdict): string {
  return oneLine(`${verdict.target} ${verdictPhrase(verdict)}`);
}

/** The first line of a page that any check of the operation rests on. */
function operationLines(results: readonly CheckResult[]): ReadonlyMap<string, PageGround> {
  const lines = new Map<string, PageGround>();
  for (const { check, findings } of results) {
    if (lines.has(check.operation.operationId)) continue;
    const citation = [check.citation, ...findings.map((finding) => finding.citation)].find(isPage);
    if (citation) lines.set(check.operation.operationId, citation);
  }
  return lines;
}

function isPage(citation: Citation): citation is PageGround {
  return citation.kind === "page";
}

function deviation(
  finding: ReportedFinding,
  { check }: CheckResult,
  fallback: PageGround | undefined,
  strict: boolean,
): Result {
  const page = [finding.citation, check.citation].find(isPage) ?? fallback;
  const rule = [finding.citation, check.citation].find((citation) => citation.kind === "rule");
  const said = `${finding.message}: expected ${finding.expected}, got ${finding.actual}`;
  const why =
    rule?.kind === "rule" ? ` (${finding.basis}: ${rule.title}, ${rule.url})` : ` (${finding.basis})`;
  return {
    ruleId: finding.rule,
    kind: "fail",
    level: finding.basis === "advisory" && !strict ? "note" : "error",
    message: {
      text: `${check.operation.method} ${check.operation.path} ${clipped(oneLine(said), 2000)}${why}`,
    },
    ...located(page, check.id),
    partialFingerprints: { "finding/v1": `${check.id}:${finding.rule}:${oneLine(finding.message)}` },
    properties: {
      check: check.id,
      basis: finding.basis,
      expected: printable(finding.expected),
      actual: printable(finding.actual),
      ...(finding.curl === undefined ? {} : { curl: finding.curl }),
    },
  };
}

function pageFault({ check, reason }: CheckResult, fallback: PageGround | undefined): Result {
  const page = [check.citation].find(isPage) ?? fallback;
  return {
    ruleId: PAGE_FAULT,
    level: "warning",
    message: { text: oneLine(reason ?? "the page contradicts itself here") },
    ...located(page, check.id),
    partialFingerprints: { "finding/v1": `${check.id}:${PAGE_FAULT}` },
    properties: { check: check.id, basis: check.basis },
  };
}

/** At the line of the property, which the documented answer breaks. */
function contradiction(place: SetAside, { check }: CheckResult, fallback: PageGround | undefined): Result {
  const page = place.citations.findLast(isPage) ?? fallback;
  return {
    ruleId: PAGE_FAULT,
    level: "warning",
    message: { text: oneLine(setAsideText(place)) },
    ...located(page, check.id),
    partialFingerprints: { "finding/v1": `${check.id}:${PAGE_FAULT}:${oneLine(place.path)}` },
    properties: { check: check.id, basis: check.basis },
  };
}

/** `display` ends in the line, which SARIF wants apart. */
function located(citation: PageGround | undefined, checkId: string): { locations: Location[] } {
  const logicalLocations = [{ fullyQualifiedName: checkId, kind: "function" }];
  if (!citation) return { locations: [{ logicalLocations }] };
  const file = citation.display.replace(/:\d+(?::\d+)?$/, "");
  const snippet = citation.quote === undefined ? {} : { snippet: citation.quote };
  return {
    locations: [
      { physicalLocation: physicalLocation(file, citation.source.line, snippet), logicalLocations },
    ],
  };
}
