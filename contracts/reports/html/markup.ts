/** Small pieces of HTML. Whatever comes in as text goes out escaped; whatever comes in as `Html` was made here. */
import type { Basis, Citation, Outcome } from "../../judge/verdict.ts";
import { escapeAttribute, escapeContent } from "../printable.ts";
import { OUTCOME_WORD } from "../summary.ts";

/** Markup that is safe to stand in a page. */
export type Html = string & { readonly html: unique symbol };

/** A template whose strings are escaped and whose markup and lists of markup are not; nothing for `undefined`. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return parts.reduce((result, part, index) => `${result}${rendered(values[index - 1])}${part}`) as Html;
}

export type HtmlValue = Text | Fragment | number | undefined;

/** Text in an attribute or in an element. */
export interface Text {
  readonly text: string;
}

export interface Fragment {
  readonly markup: readonly Html[];
}

export function text(value: string): Text {
  return { text: value };
}

export function markup(...pieces: readonly (Html | undefined)[]): Fragment {
  return { markup: pieces.filter((piece) => piece !== undefined) };
}

function rendered(value: HtmlValue): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  return "text" in value ? escapeAttribute(value.text) : value.markup.join("");
}

/** Text whose line feeds matter. */
export function preformatted(value: string, name: string): Html {
  // The parser drops one line feed after `<pre>`: HTML section 13.2.6.4.7.
  return `<pre class="${escapeAttribute(name)}" tabindex="0">\n${escapeContent(value)}</pre>` as Html;
}

const SHAPE: Readonly<Record<Outcome, string>> = {
  passed: "M4 8.5l3 3 5.5-6.5",
  failed: "M4.5 4.5l7 7m0-7l-7 7",
  skipped: "M4 8h8",
  "page-fault": "M8 3.5v5.5m0 2.6v.9",
};

/** A sign of its own shape for each outcome: colour is not the only difference. */
export function mark(outcome: Outcome): Html {
  return html`<svg class="mark ${text(outcome)}" viewBox="0 0 16 16" role="img" aria-label="${text(OUTCOME_WORD[outcome])}"><circle cx="8" cy="8" r="8"/><path d="${text(SHAPE[outcome])}"/></svg>`;
}

export function basisBadge(basis: Basis): Html {
  return html`<span class="basis ${text(basis)}">${text(basis)}</span>`;
}

/** The page's line, quoted, or the rule with its link. */
export function groundLine(citation: Citation): Html {
  if (citation.kind === "rule") {
    // Rules come from the catalogue, but a verdict may have been made elsewhere.
    const safe = /^https?:\/\//.test(citation.url);
    return safe
      ? html`<a href="${text(citation.url)}" rel="noreferrer">${text(citation.title)}</a>`
      : html`${text(citation.title)}`;
  }
  const quote = citation.quote === undefined ? undefined : html`<q>${text(citation.quote)}</q>`;
  return html`<code class="place">${text(citation.display)}</code>${markup(quote)}`;
}
