import { type Cause, causesOf } from "../../judge/cause.ts";
import type { CheckResult } from "../../judge/verdict.ts";
import { countOutcomes, type OperationGroup } from "../summary.ts";
import { type Html, html, mark, markup, text } from "./markup.ts";

const LISTED = 12;

/** Failures by what most likely causes them: one mended cause takes all of its checks away. */
export function causes(results: readonly CheckResult[]): Html | undefined {
  const found = causesOf(results);
  if (found.length === 0) return undefined;
  const title = found.length === 1 ? "One cause of all failures" : `${found.length} causes of failures`;
  return html`<section class="causes"><h2>${text(title)}</h2><ol>${markup(...found.map(cause))}</ol></section>
`;
}

function cause({ title, results }: Cause): Html {
  const shown = results.slice(0, LISTED).map(({ check }) => link(check.id, check.id));
  const rest = results.length - shown.length;
  const more = rest > 0 ? html` <span>and ${text(rest.toLocaleString("en-US"))} more</span>` : undefined;
  return html`<li><p><b>${text(title)}</b> <span class="count">${text(results.length.toLocaleString("en-US"))} ${text(results.length === 1 ? "check" : "checks")}</span></p><p class="links">${markup(...shown, more)}</p></li>`;
}

/** The operations as links, with a sign of how each one fared. */
export function outline(groups: readonly OperationGroup[]): Html | undefined {
  if (groups.length < 2) return undefined;
  const items = groups.map((group) => {
    const { failed, "page-fault": unjudged } = countOutcomes(group.results);
    const outcome = failed > 0 ? "failed" : unjudged > 0 ? "page-fault" : "passed";
    const count = failed > 0 ? html` <span class="count">${failed}</span>` : undefined;
    return html`<li>${markup(mark(outcome), link(anchorOf(group), `${group.method} ${group.path}`), count)}</li>`;
  });
  return html`<details class="outline"><summary>Operations: ${text(groups.length.toLocaleString("en-US"))}</summary><ul>${markup(...items)}</ul></details>
`;
}

export function anchorOf({ operationId }: OperationGroup): string {
  return `operation:${operationId}`;
}

function link(id: string, label: string): Html {
  return html`<a href="#${text(encodeURIComponent(id))}">${text(label)}</a>`;
}
