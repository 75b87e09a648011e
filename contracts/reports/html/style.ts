/** The page's one style sheet: light and dark, wide, narrow and on paper. Its hash is part of the page's policy. */
export const STYLE = `
:root {
  --back: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #5a6675; --line: #dfe3e9; --sunk: #f1f3f6; --accent: #2456c9;
  --good: #1a7f4b; --bad: #c8352b; --mild: #9a5b00; --mute: #6b7685;
  --good-back: #e4f4eb; --bad-back: #fdeae8; --mild-back: #fdf1dc; --mute-back: #eceff3;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12161c; --card: #1a2028; --ink: #e4e9f0; --soft: #9aa7b6; --line: #2d3641; --sunk: #141a21; --accent: #86aaff;
    --good: #4cc38a; --bad: #ff7d72; --mild: #e6ac4f; --mute: #93a0af;
    --good-back: #16301f; --bad-back: #3a1b1a; --mild-back: #352a13; --mute-back: #262e38;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 5rem; }
body {
  margin: 0 auto; padding: 1.5rem clamp(.75rem, 3vw, 2rem) 4rem; max-width: 68rem;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  background: var(--back); color: var(--ink);
}
code, pre, .path, .method, .line, .fields { font-family: var(--mono); font-size: .92em; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1, h2, h4, h5, p, dl, dd, ul, pre { margin: 0; padding: 0; }
.passed { --tone: var(--good); --tone-back: var(--good-back); }
.failed { --tone: var(--bad); --tone-back: var(--bad-back); }
.page-fault { --tone: var(--mild); --tone-back: var(--mild-back); }
.skipped { --tone: var(--mute); --tone-back: var(--mute-back); }

header { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; padding: 1.25rem 1.5rem 0; }
header h1 { display: flex; align-items: center; gap: .6rem; font-size: clamp(1.4rem, 4vw, 1.9rem); line-height: 1.2; letter-spacing: -.01em; }
header h1 .mark { width: 1.1em; height: 1.1em; }
header .target { margin-top: .45rem; font-family: var(--mono); overflow-wrap: anywhere; }
header .facts { color: var(--soft); margin-top: .3rem; font-size: .9rem; display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
header .reason { margin-top: .6rem; font-weight: 600; color: var(--mild); overflow-wrap: anywhere; }
.bar { display: block; width: calc(100% + 3rem); height: 8px; margin: 1.1rem -1.5rem 0; }
.bar rect { fill: var(--tone); }
.mark { flex: none; width: 18px; height: 18px; }
.mark circle { fill: var(--tone); }
.mark path { fill: none; stroke: var(--card); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }

.tiles { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .75rem; margin: .75rem 0; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .7rem 1rem; color: var(--soft); }
.tiles b { display: block; font-size: 1.7rem; line-height: 1.15; font-variant-numeric: tabular-nums; color: var(--tone); }
.tiles .zero b, .zero { color: var(--soft); font-weight: 400; opacity: .75; }
table { border-collapse: collapse; width: 100%; }
.bases { background: var(--card); border: 1px solid var(--line); border-radius: 12px; border-spacing: 0; border-collapse: separate; font-size: .92rem; }
.bases th, .bases td { padding: .4rem 1rem; text-align: right; font-variant-numeric: tabular-nums; }
.bases th:first-child { text-align: left; }
.bases thead th { color: var(--soft); font-weight: 500; padding-top: .65rem; }
.bases tbody tr:last-child > * { padding-bottom: .75rem; }
.bases tbody th { font-weight: 400; }
.bases td { color: var(--tone); font-weight: 600; }
.bases td.zero { color: var(--soft); font-weight: 400; }
.bases small { color: var(--soft); margin-left: .4rem; }
.basis { display: inline-block; font-size: .78rem; line-height: 1.5; padding: 0 .5rem; border-radius: 99px; border: 1px solid var(--line); color: var(--soft); white-space: nowrap; }
.basis.documented { color: var(--accent); border-color: currentColor; }
.basis.policy { color: var(--ink); border-color: currentColor; }
.basis.advisory { border-style: dashed; border-color: currentColor; }

#filters { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .9rem; margin: 1rem -.5rem 0; padding: .6rem .5rem; background: color-mix(in srgb, var(--back) 92%, transparent); backdrop-filter: blur(6px); }
#filters input { flex: 1 1 16rem; min-width: 0; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .4rem .75rem; }
.group { display: flex; flex-wrap: wrap; gap: .35rem; }
#filters button { display: inline-flex; align-items: center; gap: .35rem; font: inherit; font-size: .88rem; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 99px; padding: .25rem .75rem; cursor: pointer; }
#filters button .mark { width: 14px; height: 14px; }
#filters button:hover { border-color: var(--soft); }
#filters button[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); color: var(--card); }
#filters output { color: var(--soft); font-size: .88rem; font-variant-numeric: tabular-nums; margin-left: auto; }

.causes, .outline { margin-top: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .8rem 1.2rem; }
.causes h2 { font-size: 1rem; margin-bottom: .4rem; }
.causes ol { margin: 0; padding-left: 1.4rem; display: grid; gap: .5rem; }
.causes li::marker { color: var(--soft); }
.causes b { font-weight: 600; overflow-wrap: anywhere; }
.count { color: var(--bad); font-size: .85rem; font-variant-numeric: tabular-nums; margin-left: .3rem; }
.links { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-family: var(--mono); font-size: .84rem; }
.links a, .outline a { overflow-wrap: anywhere; min-width: 0; }
.links span { color: var(--soft); }
.outline > summary { font-weight: 600; }
.outline ul { list-style: none; columns: 22rem auto; column-gap: 2rem; margin-top: .6rem; font-family: var(--mono); font-size: .84rem; }
.outline li { display: flex; align-items: baseline; gap: .45rem; break-inside: avoid; padding: .12rem 0; }
.outline li .mark { width: 13px; height: 13px; align-self: center; }
.anchor { color: var(--soft); text-decoration: none; opacity: 0; margin-right: .3rem; }
summary:hover .anchor, .anchor:focus-visible { opacity: 1; }

.operation { margin-top: 1.4rem; content-visibility: auto; contain-intrinsic-size: auto 40rem; }
.operation h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .6rem; font-size: 1.05rem; padding: 0 .25rem .5rem; }
.path { overflow-wrap: anywhere; }
.method { color: var(--accent); font-weight: 700; }
.operation h2 small { color: var(--soft); font-weight: 400; overflow-wrap: anywhere; }
.numbers { margin-left: auto; display: flex; gap: .8rem; font-size: .85rem; font-weight: 500; }
.numbers span { color: var(--tone); }
.check { background: var(--card); border: 1px solid var(--line); border-bottom-width: 0; }
.check:last-of-type { border-bottom-width: 1px; border-radius: 0 0 10px 10px; }
.operation h2 + .check { border-radius: 10px 10px 0 0; }
.operation h2 + .check:last-of-type { border-radius: 10px; }
.check[data-outcome="failed"] { box-shadow: inset 3px 0 var(--bad); }
.check[data-outcome="page-fault"] { box-shadow: inset 3px 0 var(--mild); }
summary { cursor: pointer; list-style: none; }
.outline > summary::before { content: ""; display: inline-block; width: .42rem; height: .42rem; margin-right: .6rem; border: solid var(--soft); border-width: 0 1.5px 1.5px 0; transform: translateY(-2px) rotate(-45deg); }
.outline[open] > summary::before { transform: translateY(-3px) rotate(45deg); }
summary::-webkit-details-marker { display: none; }
.check > summary { display: flex; align-items: flex-start; gap: .65rem; padding: .55rem .9rem; }
.check > summary .mark { margin-top: .17rem; }
.check > summary:hover, .exchange > summary:hover { background: var(--sunk); }
.what { flex: 1 1 auto; min-width: 0; overflow-wrap: anywhere; }
.what .name { font-weight: 600; margin-right: .3rem; }
.what .title { color: var(--soft); }
summary .facts { flex: none; display: flex; align-items: center; gap: .55rem; }
summary .time { color: var(--soft); font-size: .82rem; min-width: 3.2rem; text-align: right; font-variant-numeric: tabular-nums; }
.hint { font-size: .78rem; padding: 0 .5rem; border-radius: 99px; background: var(--mild-back); color: var(--mild); }
.check > .body { padding: .1rem .9rem 1rem 2.55rem; display: grid; gap: .75rem; grid-template-columns: minmax(0, 1fr); }
.reason { overflow-wrap: anywhere; }
.citation { color: var(--soft); font-size: .92rem; overflow-wrap: anywhere; }
.place { color: var(--ink); }
q { display: block; margin-top: .3rem; padding: .25rem .7rem; border-left: 3px solid var(--accent); background: var(--sunk); color: var(--ink); font-family: var(--mono); font-size: .86rem; quotes: none; white-space: pre-wrap; overflow-wrap: anywhere; }
.finding { border: 1px solid var(--line); border-left: 3px solid var(--bad); border-radius: 6px; padding: .7rem .9rem; display: grid; gap: .55rem; grid-template-columns: minmax(0, 1fr); }
.finding.advisory { border-left-color: var(--mild); }
h4 { font-size: .98rem; overflow-wrap: anywhere; }
.rule { font-weight: 400; color: var(--soft); margin-left: .3rem; }
.finding dl { display: grid; gap: .3rem; }
.finding dl div, .fields div { display: grid; grid-template-columns: 6.2rem minmax(0, 1fr); gap: .7rem; }
dt { color: var(--soft); }
dd { overflow-wrap: anywhere; white-space: pre-wrap; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--sunk); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem; max-height: 26rem; overflow: auto; }
.curl { position: relative; }
.curl pre { padding-right: 4.5rem; }
.copy { position: absolute; right: .4rem; top: .4rem; font: inherit; font-size: .8rem; color: var(--soft); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .05rem .55rem; cursor: pointer; }
.exchange { border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.exchange > summary { display: flex; gap: .7rem; padding: .4rem .7rem; align-items: baseline; }
.exchange > summary::before { content: ""; flex: none; width: .42rem; height: .42rem; border: solid var(--soft); border-width: 0 1.5px 1.5px 0; transform: translateY(-1px) rotate(-45deg); }
.exchange[open] > summary::before { transform: translateY(-2px) rotate(45deg); }
.exchange .line { flex: 1 1 auto; min-width: 0; overflow-wrap: anywhere; }
.status { font-family: var(--mono); font-weight: 600; font-size: .88rem; padding: 0 .45rem; border-radius: 4px; background: var(--mute-back); }
.s2 { color: var(--good); background: var(--good-back); }
.s4 { color: var(--mild); background: var(--mild-back); }
.s5, .none { color: var(--bad); background: var(--bad-back); }
.messages { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; padding: .7rem; border-top: 1px solid var(--line); }
.message { min-width: 0; display: grid; gap: .5rem; align-content: start; grid-template-columns: minmax(0, 1fr); }
h5 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); }
.fields { display: grid; gap: .1rem; font-size: .84rem; }
.fields div { grid-template-columns: minmax(5rem, 11rem) minmax(0, 1fr); }
.fields dt { overflow-wrap: anywhere; }
.payload { font-size: .86rem; }
.note { color: var(--soft); font-size: .88rem; }
#nothing { text-align: center; color: var(--soft); padding: 3rem 0; }
.created { margin-top: 1.6rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.created > summary { padding: .6rem .9rem; font-weight: 600; }
.scroll { overflow-x: auto; }
.created th, .created td { text-align: left; padding: .3rem .9rem; border-top: 1px solid var(--line); font-size: .9rem; overflow-wrap: anywhere; }
.created th { color: var(--soft); font-weight: 500; }
footer { margin-top: 2rem; color: var(--soft); font-size: .85rem; }

@media (max-width: 40rem) {
  header { padding: 1rem 1rem 0; }
  .bar { width: calc(100% + 2rem); margin-inline: -1rem; }
  .tiles { grid-template-columns: repeat(4, 1fr); gap: .5rem; }
  .tiles li { padding: .5rem .6rem; font-size: .78rem; min-width: 0; }
  .tiles b { font-size: 1.25rem; }
  .bases small { display: none; }
  .bases { font-size: .82rem; }
  .bases th, .bases td { padding-inline: .4rem; }
  .bases th:first-child { padding-left: .6rem; }
  .bases .basis { font-size: .72rem; padding: 0 .35rem; }
  .bases td:last-child, .bases thead th:last-child { padding-right: .6rem; }
  #filters { gap: .4rem; }
  #filters .group { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
  #filters button { white-space: nowrap; }
  .check > summary { flex-wrap: wrap; }
  .check > summary .what { flex-basis: calc(100% - 2rem); }
  .what .title { display: block; }
  .check > summary .facts { margin-left: 1.75rem; }
  summary .time { min-width: 0; }
  .check > .body { padding-left: .9rem; }
  .finding dl div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .exchange > summary { flex-wrap: wrap; }
}
@media print {
  :root { --back: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --sunk: #f4f4f4; --accent: #1d4596; --good: #116b3c; --bad: #b3261e; --mild: #855000; --mute: #555; --good-back: #fff; --bad-back: #fff; --mild-back: #fff; --mute-back: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  #filters, .copy, .anchor, .outline { display: none !important; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .operation { content-visibility: visible; }
  .check > summary, .finding, .exchange, h2 { break-inside: avoid; }
  h2 { break-after: avoid; }
  pre { max-height: none; }
  .check[data-outcome="failed"] .exchange::details-content { content-visibility: visible; block-size: auto; }
  .check[data-outcome="failed"] .exchange > summary::before { display: none; }
}
@media (prefers-reduced-motion: reduce) { * { scroll-behavior: auto !important; } }
`;

/** SHA-256 of the element's text, as the policy wants it. */
export const STYLE_HASH = "sha256-uIZ/32OrVcVV4DVz5WlL14pDIcCC/pz1fAlIwzySdns=";
