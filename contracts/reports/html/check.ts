import type {
  CheckResult,
  Exchange,
  RecordedMessage,
  ReportedFinding,
  SetAside,
} from "../../judge/verdict.ts";
import { durationPhrase, groundName, setAsidePhrase } from "../summary.ts";
import { basisBadge, groundLine, type Html, html, mark, markup, preformatted, text } from "./markup.ts";

/** One check, folded unless it failed and few did. Its data attributes are what the filters read. */
export function checkItem(result: CheckResult, withExchanges: boolean, openFailures: boolean): Html {
  const { check, outcome, findings, exchanges, reason, setAside = [], durationMs } = result;
  const name = check.id.slice(check.id.indexOf("/") + 1);
  const advisory = outcome === "passed" && findings.length > 0;
  const aside = setAsidePhrase(result);
  const summary = html`<summary>${markup(mark(outcome))}<span class="what"><code class="name">${text(name)}</code> <a class="anchor" href="#${text(encodeURIComponent(check.id))}" aria-label="Link to this check">#</a> <span class="title">${text(check.title)}</span></span><span class="facts">${markup(advisory ? html`<span class="hint">hint</span>` : undefined, aside === undefined ? undefined : html`<span class="hint">${text(aside)}</span>`, basisBadge(check.basis))}<span class="time">${text(durationPhrase(durationMs))}</span></span></summary>`;
  const body = html`<div class="body">${markup(
    reason === undefined ? undefined : html`<p class="reason">${text(reason)}</p>`,
    // A finding that rests on the same line says so itself.
    findings.some(({ citation }) => groundName(citation) === groundName(check.citation))
      ? undefined
      : html`<p class="citation">${markup(groundLine(check.citation))}</p>`,
    ...setAside.map(setAsideBlock),
    ...findings.map(findingBlock),
    ...exchangeBlocks(exchanges, withExchanges),
  )}</div>`;
  return html`<details class="check" id="${text(check.id)}" data-outcome="${text(outcome)}" data-basis="${text(check.basis)}" data-text="${text(searched(result))}"${markup(outcome === "failed" && openFailures ? (" open" as Html) : undefined)}>${markup(summary, body)}</details>
`;
}

/** What the text filter looks through: lower case, without the exchanges. */
function searched({ check, findings, reason }: CheckResult): string {
  const { operation } = check;
  const words = [
    check.id,
    check.title,
    operation.method,
    operation.path,
    groundName(check.citation),
    ...(reason === undefined ? [] : [reason]),
    ...findings.flatMap(({ rule, message }) => [rule, message]),
  ];
  return words.join(" ").toLowerCase();
}

/** Both lines, so that a writer sees what to mend. */
function setAsideBlock({ path, message, citations }: SetAside): Html {
  return html`<p class="reason">${text(`Set aside, since the page contradicts itself: '${path}' ${message}, and the documented answer breaks that too.`)}</p>${markup(
    ...citations.map((one) => html`<p class="citation">${markup(groundLine(one))}</p>`),
  )}`;
}

function findingBlock({ rule, message, expected, actual, basis, citation, curl }: ReportedFinding): Html {
  return html`<section class="finding ${text(basis)}"><h4>${text(message)} <code class="rule">${text(rule)}</code></h4><dl><div><dt>expected</dt><dd>${text(expected)}</dd></div><div><dt>got</dt><dd>${text(actual)}</dd></div><div><dt>${text(basis)}</dt><dd class="citation">${markup(groundLine(citation))}</dd></div></dl>${markup(
    curl === undefined
      ? undefined
      : html`<div class="curl"><button type="button" class="copy" hidden>Copy</button>${markup(preformatted(curl, "command"))}</div>`,
  )}</section>`;
}

function exchangeBlocks(exchanges: readonly Exchange[], withExchanges: boolean): Html[] {
  if (exchanges.length === 0) return [];
  if (!withExchanges)
    return [
      html`<p class="note">${exchanges.length} exchanges are left out of so large a page; a run with --only and this check's id shows them.</p>`,
    ];
  return exchanges.map(exchangeBlock);
}

function exchangeBlock({ request, response, durationMs }: Exchange): Html {
  const status = response
    ? html`<span class="status s${Math.floor(response.status / 100)}">${response.status}</span>`
    : html`<span class="status none">no answer</span>`;
  return html`<details class="exchange"><summary><span class="line"><b>${text(request.method)}</b> ${text(request.url)}</span><span class="facts">${markup(status)}<span class="time">${text(durationPhrase(durationMs))}</span></span></summary><div class="messages">${markup(
    messageBlock("Request", request),
    response ? messageBlock("Response", response) : undefined,
  )}</div></details>`;
}

function messageBlock(title: string, { headers, body, truncated }: RecordedMessage): Html {
  const fields = headers.map(
    ([name, value]) => html`<div><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`,
  );
  return html`<section class="message"><h5>${text(title)}</h5>${markup(
    fields.length > 0 ? html`<dl class="fields">${markup(...fields)}</dl>` : undefined,
    body === "" ? html`<p class="note">no body</p>` : preformatted(body, "payload"),
    truncated ? html`<p class="note">Only the first 64 KiB were kept.</p>` : undefined,
  )}</section>`;
}
