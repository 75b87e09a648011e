import type { CheckResult, Outcome, Verdict } from "../../judge/verdict.ts";
import {
  BASES,
  byOperation,
  type Counts,
  countOutcomes,
  durationPhrase,
  type OperationGroup,
  OUTCOME_WORD,
  OUTCOMES,
  summarise,
  verdictPhrase,
} from "../summary.ts";
import { checkItem } from "./check.ts";
import { type Html, html, mark, markup, text } from "./markup.ts";
import { anchorOf, causes, outline } from "./outline.ts";
import { SCRIPT, SCRIPT_HASH } from "./script.ts";
import { STYLE, STYLE_HASH } from "./style.ts";

/** A browser must still open the page. Beyond so many exchanges those of passed checks are left out, and then those of later failures. */
const MOST_EXCHANGES = 3000;
/** Beyond so many failures all are closed: the causes above them tell more than a page without end. */
const MOST_OPEN = 20;
/** Beyond so many checks those that passed are only counted. */
const MOST_CHECKS = 10_000;

/**
 * One file that needs nothing else: no request leaves it, and its policy lets nothing run but the script whose hash it names
 * (Content Security Policy level 3, section 6.7.3.3).
 */
export function renderHtml(verdict: Verdict): string {
  const summary = summarise(verdict);
  const listed =
    summary.checks > MOST_CHECKS
      ? verdict.results.filter(({ outcome }) => outcome !== "passed")
      : verdict.results;
  const groups = byOperation(listed).toSorted((a, b) => failures(b) - failures(a));
  const shown = withinBudget(groups, summary.exchanges <= MOST_EXCHANGES);
  const policy = `default-src 'none'; img-src data:; style-src '${STYLE_HASH}'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${text(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${text(`${verdict.target} ${verdictPhrase(verdict)}`)}</title>
<link rel="icon" href="${text(icon(verdict.outcome))}">
<style>${markup(STYLE as Html)}</style>
</head>
<body>
${markup(
  head(verdict, summary.outcomes),
  tiles(summary.outcomes),
  bases(summary.bases),
  causes(verdict.results),
  outline(groups),
  filters(summary.outcomes, listed.length),
)}
<main>
${markup(unlisted(summary.checks - listed.length), ...groups.map((group) => operation(group, shown, summary.outcomes.failed <= MOST_OPEN)))}<p id="nothing" hidden>No check fits these filters.</p>
</main>
${markup(created(verdict), foot(verdict))}
<script>${markup(SCRIPT as Html)}</script>
</body>
</html>
`;
}

/** The checks whose exchanges are shown. */
function withinBudget(groups: readonly OperationGroup[], all: boolean): ReadonlySet<CheckResult> {
  const results = groups.flatMap((group) => group.results);
  if (all) return new Set(results);
  const shown = new Set<CheckResult>();
  let left = MOST_EXCHANGES;
  for (const result of results) {
    if (result.outcome === "passed" || result.exchanges.length > left) continue;
    left -= result.exchanges.length;
    shown.add(result);
  }
  return shown;
}

function unlisted(count: number): Html | undefined {
  if (count === 0) return undefined;
  return html`<p class="note">${text(count.toLocaleString("en-US"))} checks that passed are counted above and not listed below.</p>
`;
}

/** Operations with failures come first, in their order. */
function failures({ results }: OperationGroup): number {
  return results.some(({ outcome }) => outcome === "failed") ? 1 : 0;
}

const TONE: Readonly<Record<Verdict["outcome"], Outcome>> = {
  conforms: "passed",
  deviates: "failed",
  incomplete: "page-fault",
};

function icon(outcome: Verdict["outcome"]): string {
  const color = { conforms: "%231a7f4b", deviates: "%23c8352b", incomplete: "%23b26a00" }[outcome];
  return `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="${color}"/></svg>`;
}

function head(verdict: Verdict, outcomes: Counts): Html {
  const word = { conforms: "Conforms", deviates: "Does not conform", incomplete: "Not fully judged" }[
    verdict.outcome
  ];
  const facts = [
    durationPhrase(verdict.durationMs),
    ...(verdict.strict ? ["hints count as failures"] : []),
    ...(verdict.deep
      ? [`${verdict.deep.runs.toLocaleString("en-US")} generated requests, seed ${verdict.deep.seed}`]
      : []),
    `graph-contracts ${verdict.tool.version}`,
  ];
  return html`<header class="${text(verdict.outcome)}"><h1>${markup(mark(TONE[verdict.outcome]))}<span>${text(word)}</span></h1>
<p class="target">${text(verdict.target)}</p>
<p class="facts"><time datetime="${text(verdict.startedAt)}">${text(verdict.startedAt.slice(0, 19).replace("T", " "))} UTC</time>${markup(...facts.map((fact) => html`<span>${text(fact)}</span>`))}</p>${markup(
    verdict.reason === undefined ? undefined : html`<p class="reason">${text(verdict.reason)}</p>`,
    bar(outcomes),
  )}
</header>
`;
}

/** Shares of the outcomes as one strip; an outcome that occurs is never too thin to be seen. */
function bar(outcomes: Counts): Html {
  const shown = OUTCOMES.filter((outcome) => outcomes[outcome] > 0);
  const total = shown.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  const widths = shown.map((outcome) => Math.max(10, (1000 * outcomes[outcome]) / total));
  const scale = 1000 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const strips = shown.map((outcome, index) => {
    const width = (widths[index] ?? 0) * scale;
    const strip = html`<rect class="${text(outcome)}" x="${text(x.toFixed(1))}" width="${text(width.toFixed(1))}" height="10"/>`;
    x += width;
    return strip;
  });
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${markup(...strips)}</svg>`;
}

function tiles(outcomes: Counts): Html {
  const tile = (outcome: Outcome): Html =>
    html`<li class="${text(outcome)}${text(outcomes[outcome] === 0 ? " zero" : "")}"><b>${text(outcomes[outcome].toLocaleString("en-US"))}</b> ${text(OUTCOME_WORD[outcome])}</li>`;
  return html`<ul class="tiles">${markup(...OUTCOMES.map(tile))}</ul>
`;
}

const BASIS_MEANING = {
  documented: "a page says so",
  policy: "the platform's or HTTP's rules say so",
  advisory: "a hint",
} as const;

function bases(counts: Readonly<Record<keyof typeof BASIS_MEANING, Counts>>): Html {
  const rows = BASES.map((basis) => {
    const cells = OUTCOMES.map((outcome) =>
      counts[basis][outcome] === 0
        ? html`<td class="zero">0</td>`
        : html`<td class="${text(outcome)}">${text(counts[basis][outcome].toLocaleString("en-US"))}</td>`,
    );
    return html`<tr><th scope="row"><span class="basis ${text(basis)}">${text(basis)}</span> <small>${text(BASIS_MEANING[basis])}</small></th>${markup(...cells)}</tr>`;
  });
  const titles = OUTCOMES.map((outcome) => html`<th scope="col">${text(OUTCOME_WORD[outcome])}</th>`);
  return html`<table class="bases"><thead><tr><th scope="col">basis</th>${markup(...titles)}</tr></thead><tbody>${markup(...rows)}</tbody></table>
`;
}

/** Without the script there is nothing to filter with, so the script is what shows this. */
function filters(outcomes: Counts, checks: number): Html {
  const outcomeButtons = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) =>
      html`<button type="button" aria-pressed="false" data-filter="outcome" value="${text(outcome)}">${markup(mark(outcome))}${text(OUTCOME_WORD[outcome])}</button>`,
  );
  const basisButtons = BASES.map(
    (basis) =>
      html`<button type="button" aria-pressed="false" data-filter="basis" value="${text(basis)}">${text(basis)}</button>`,
  );
  return html`<form id="filters" role="search" hidden><input type="search" id="query" placeholder="Filter by id, path, message, page…" aria-label="Filter by text" autocomplete="off" spellcheck="false"><span class="group" role="group" aria-label="Outcome">${markup(...outcomeButtons)}</span><span class="group" role="group" aria-label="Basis">${markup(...basisButtons)}</span><span class="group"><button type="button" data-fold="open">Expand all</button><button type="button" data-fold="closed">Collapse all</button></span><output id="shown">${text(checks.toLocaleString("en-US"))} checks</output></form>
`;
}

function operation(group: OperationGroup, shown: ReadonlySet<CheckResult>, openFailures: boolean): Html {
  const counts = countOutcomes(group.results);
  const numbers = OUTCOMES.filter((outcome) => counts[outcome] > 0).map(
    (outcome) =>
      html`<span class="${text(outcome)}">${counts[outcome]} ${text(OUTCOME_WORD[outcome])}</span>`,
  );
  const items = group.results.map((result) => checkItem(result, shown.has(result), openFailures));
  return html`<section class="operation" id="${text(anchorOf(group))}"><h2><span class="method">${text(group.method)}</span> <span class="path">${text(group.path)}</span> <small>${text(group.operationId)}</small><span class="numbers">${markup(...numbers)}</span></h2>
${markup(...items)}</section>
`;
}

function created({ created: objects }: Verdict): Html | undefined {
  if (objects.length === 0) return undefined;
  const rows = objects.map(
    ({ method, url, id, checkId }) =>
      html`<tr><td><code>${text(id)}</code></td><td><code>${text(`${method} ${url}`)}</code></td><td><code>${text(checkId)}</code></td></tr>`,
  );
  return html`<details class="created"><summary>Created at the target: ${text(objects.length.toLocaleString("en-US"))}</summary><div class="scroll"><table><thead><tr><th scope="col">id</th><th scope="col">request</th><th scope="col">check</th></tr></thead><tbody>${markup(...rows)}</tbody></table></div></details>
`;
}

function foot({ tool }: Verdict): Html {
  return html`<footer>Made by ${text(tool.name)} ${text(tool.version)}. Credentials and cookies are redacted. <b>documented</b>: the quoted line of a page says so; <b>policy</b>: published rules of the platform or of HTTP say so and the page is silent; <b>advisory</b>: a hint, which fails no run unless it is strict.</footer>`;
}
