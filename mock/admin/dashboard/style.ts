/** The page's style sheet: light and dark, wide and narrow. */
export const STYLE = `
:root {
  --back: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #5a6675; --line: #dfe3e9; --sunk: #f1f3f6; --accent: #2456c9; --on-accent: #fff;
  --good: #1a7f4b; --bad: #c8352b; --mild: #9a5b00;
  --good-back: #e4f4eb; --bad-back: #fdeae8; --mild-back: #fdf1dc; --mute-back: #eceff3;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12161c; --card: #1a2028; --ink: #e4e9f0; --soft: #9aa7b6; --line: #2d3641; --sunk: #141a21; --accent: #86aaff; --on-accent: #10182a;
    --good: #4cc38a; --bad: #ff7d72; --mild: #e6ac4f;
    --good-back: #16301f; --bad-back: #3a1b1a; --mild-back: #352a13; --mute-back: #262e38;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; height: 100%; }
body { margin: 0; min-height: 100%; display: flex; flex-direction: column; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; background: var(--back); color: var(--ink); }
h1, h2, h3, p, dl, dd, ul, pre { margin: 0; padding: 0; }
code, pre, .path, .method, .what, textarea, dd { font-family: var(--mono); font-size: .9em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.note, small { color: var(--soft); font-size: .85rem; }
.empty { color: var(--soft); text-align: center; padding: 4rem 1rem; }

header { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem 1rem; padding: .6rem 1rem; background: var(--card); border-bottom: 1px solid var(--line); }
h1 { font-size: 1.1rem; letter-spacing: -.01em; }
#base { color: var(--soft); overflow-wrap: anywhere; }
#live { margin-left: auto; font-size: .85rem; color: var(--soft); display: inline-flex; align-items: center; gap: .4rem; }
#live::before { content: ""; width: .55rem; height: .55rem; border-radius: 50%; background: var(--mild); }
#live[data-live="yes"]::before { background: var(--good); }
#trouble { background: var(--bad-back); color: var(--bad); padding: .5rem 1rem; overflow-wrap: anywhere; }
#token { max-width: 30rem; margin: 3rem auto; display: grid; gap: .8rem; padding: 1.2rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }

button, input, select, textarea { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 7px; padding: .35rem .7rem; }
button { cursor: pointer; }
button:hover { border-color: var(--soft); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; padding-inline: 1.2rem; }
#reset { color: var(--bad); }
input, select, textarea { width: 100%; min-width: 0; }
textarea { font-family: var(--mono); resize: vertical; line-height: 1.45; }
input[type="checkbox"] { width: auto; margin: 0 .3rem 0 0; vertical-align: -.1em; accent-color: var(--accent); }
label { display: grid; gap: .15rem; font-size: .85rem; color: var(--soft); }
label > input, label > select, label > textarea { color: var(--ink); font-size: .92rem; }
label.inline { display: block; overflow-wrap: anywhere; }

#layout { flex: 1; display: grid; grid-template: auto 1fr / minmax(0, 1fr); padding: 0 1rem 2rem; gap: .75rem; max-width: 100rem; width: 100%; margin: 0 auto; }
nav { display: flex; gap: .25rem; border-bottom: 1px solid var(--line); overflow-x: auto; scrollbar-width: none; position: sticky; top: 0; background: var(--back); z-index: 1; padding-top: .5rem; }
nav button { background: none; border: 0; border-bottom: 2px solid transparent; border-radius: 0; padding: .5rem .8rem; color: var(--soft); white-space: nowrap; }
nav button:focus-visible { outline-offset: -2px; }
nav button[aria-selected="true"] { color: var(--ink); border-color: var(--accent); font-weight: 600; }
nav b { font-weight: 500; font-size: .8rem; background: var(--mute-back); border-radius: 99px; padding: 0 .45rem; }
nav b:empty { display: none; }
[role="tabpanel"] { display: none; min-width: 0; }
[role="tabpanel"].shown { display: block; }
#view-try { gap: .75rem; align-content: start; grid-template-columns: minmax(0, 1fr); }
#view-try.shown { display: grid; }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem; display: grid; gap: .6rem; grid-template-columns: minmax(0, 1fr); }
.card h2 { font-size: 1rem; overflow-wrap: anywhere; }
#parameters { display: grid; gap: .6rem; }
#parameters:empty, #more:empty, #active:empty { display: none; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; }
.fields { display: grid; grid-template-columns: 2fr 1fr 1fr; gap: .6rem; }
.method { font-weight: 700; color: var(--accent); }
.method.get { color: var(--good); }
.method.delete { color: var(--bad); }
.method.patch, .method.put { color: var(--mild); }
#operations { list-style: none; max-height: max(28rem, 55vh); overflow-y: auto; margin: 0 -.4rem; }
.operation { display: grid; grid-template-columns: 4.2rem minmax(0, 1fr); gap: 0 .4rem; padding: .3rem .5rem; border-radius: 7px; cursor: pointer; }
.operation .path { overflow-wrap: anywhere; }
.operation small { grid-column: 2; }
.operation:hover { background: var(--sunk); }
.operation.marked { outline: 2px solid var(--accent); outline-offset: -2px; }
.operation[aria-selected="true"] { background: var(--mute-back); }
#active { list-style: none; display: grid; gap: .3rem; }
#active li { display: flex; align-items: center; gap: .5rem; background: var(--mild-back); color: var(--mild); border-radius: 7px; padding: .25rem .35rem .25rem .7rem; font-size: .88rem; }
#active span { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.remove { border: 0; background: none; padding: 0 .5rem; font-size: 1.1rem; line-height: 1.4; color: inherit; }

.bar { display: flex; gap: .5rem; margin-bottom: .6rem; }
.actions .status { align-self: center; }
.status { font-family: var(--mono); font-weight: 600; font-size: .85rem; padding: .05rem .45rem; border-radius: 5px; background: var(--mute-back); align-self: start; }
.status.s2 { color: var(--good); background: var(--good-back); }
.status.s4 { color: var(--mild); background: var(--mild-back); }
.status.s5 { color: var(--bad); background: var(--bad-back); }
.entry { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: .4rem; overflow: hidden; }
.entry > summary { list-style: none; cursor: pointer; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .15rem .7rem; align-items: baseline; padding: .45rem .7rem; }
.entry > summary::-webkit-details-marker { display: none; }
.entry > summary:hover { background: var(--sunk); }
.entry > summary:focus-visible { outline-offset: -2px; border-radius: 8px; }
.what { overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 .8rem; color: var(--soft); font-size: .82rem; font-variant-numeric: tabular-nums; }
.duration { min-width: 3.6rem; text-align: right; }
.entry .reason { grid-column: 2 / -1; color: var(--mild); font-size: .88rem; overflow-wrap: anywhere; }
.messages { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1rem; padding: .8rem .7rem; border-top: 1px solid var(--line); }
.message { min-width: 0; display: grid; gap: .5rem; align-content: start; grid-template-columns: minmax(0, 1fr); }
h3 { font-size: .78rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); }
.message dl { display: grid; gap: .05rem; font-size: .86rem; }
.message dl div { display: grid; grid-template-columns: minmax(5rem, 11rem) minmax(0, 1fr); gap: .7rem; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--sunk); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem; max-height: 26rem; overflow: auto; }
#state section { margin-bottom: 1.4rem; }
#state h2 { font-size: 1rem; display: flex; flex-wrap: wrap; gap: .2rem .7rem; align-items: baseline; margin-bottom: .5rem; overflow-wrap: anywhere; }
#state .entry > summary { display: block; overflow-wrap: anywhere; }
#state .entry > pre { margin: 0 .7rem .7rem; }
#view-reference iframe { width: 100%; height: calc(100vh - 7.5rem); border: 1px solid var(--line); border-radius: 10px; background: var(--card); display: block; }
noscript { padding: 1rem; }

@media (min-width: 62rem) {
  #layout { grid-template-columns: minmax(22rem, 27rem) minmax(0, 1fr); column-gap: 1.5rem; }
  nav { grid-column: 2; }
  #view-try { display: grid; grid-area: 1 / 1 / 3 / 2; padding-top: .75rem; align-self: start; }
  [role="tabpanel"]:not(#view-try) { grid-area: 2 / 2; }
}
@media (max-width: 40rem) {
  header { padding: .5rem .75rem; }
  #layout { padding-inline: .75rem; }
  .fields { grid-template-columns: 1fr 1fr; }
  .fields label:first-child { grid-column: 1 / -1; }
  .entry > summary { grid-template-columns: auto minmax(0, 1fr); }
  .facts { grid-column: 2; justify-content: flex-start; }
  .duration { min-width: 0; }
}
`;
