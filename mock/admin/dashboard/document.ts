/** The two documents. They hold no data: the scripts fetch it, so that an admin token can be asked for first. */
const HEAD = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='8' fill='%232456c9'/%3E%3Cpath d='M4 8h8M8 4v8' stroke='white' stroke-width='2'/%3E%3C/svg%3E">`;

export const PAGE = `<!doctype html>
<html lang="en">
<head>
${HEAD}
<title>Mock</title>
<link rel="stylesheet" href="page.css">
<script src="page.js" defer></script>
</head>
<body>
<header>
  <h1 id="title">Mock</h1>
  <code id="base"></code>
  <span id="live" role="status" data-live="no">connecting…</span>
  <button type="button" id="reset" title="Forgets the objects, the log and the faults">Reset</button>
</header>
<form id="token" hidden><p>This mock asks for its admin token.</p>
  <label>Admin token <input type="password" autocomplete="off" required></label> <button>Unlock</button></form>
<p id="trouble" role="alert" hidden></p>
<div id="layout">
<nav role="tablist" aria-label="Views">
  <button type="button" role="tab" id="tab-try" aria-controls="view-try">Try</button>
  <button type="button" role="tab" id="tab-log" aria-controls="view-log">Log <b id="count"></b></button>
  <button type="button" role="tab" id="tab-state" aria-controls="view-state">State</button>
  <button type="button" role="tab" id="tab-reference" aria-controls="view-reference">Reference</button>
</nav>
<section id="view-try" role="tabpanel" aria-labelledby="tab-try">
  <div class="card">
    <input type="search" id="find" role="combobox" aria-expanded="true" aria-controls="operations" aria-autocomplete="list"
      aria-label="Find an operation" placeholder="Find an operation  ( / )" autocomplete="off" spellcheck="false">
    <ul id="operations" role="listbox" aria-label="Operations"></ul>
    <p id="more" class="note"></p>
  </div>
  <form id="send" class="card" hidden>
    <h2><span class="method"></span> <span class="path"></span></h2>
    <p id="documented" class="note"></p>
    <div id="parameters"></div>
    <label>Authorization <input name="authorization" value="Bearer token" autocomplete="off" spellcheck="false"></label>
    <div class="pair"><label>Query <input name="query" placeholder="$top=5" autocomplete="off" spellcheck="false"></label>
    <label>Prefer <input name="prefer" placeholder="code=503, delay=800" autocomplete="off" spellcheck="false"></label></div>
    <label id="body-label">Body <textarea name="body" rows="6" spellcheck="false"></textarea></label>
    <p class="actions"><button class="primary" title="Ctrl+Enter">Send</button> <output id="answer"></output></p>
  </form>
  <form id="faults" class="card">
    <h2>Inject faults</h2>
    <div class="fields">
      <label>Effect <select name="effect">
        <option value="429">429 Too Many Requests</option><option value="503">503 Service Unavailable</option>
        <option value="500">500 Internal Server Error</option><option value="504">504 Gateway Timeout</option>
        <option value="401">401 Unauthorized</option><option value="403">403 Forbidden</option>
        <option value="404">404 Not Found</option><option value="409">409 Conflict</option>
        <option value="drop">dropped connection</option><option value="delay">delay only</option></select></label>
      <label>Delay (ms) <input name="delay" type="number" min="0" max="600000" value="0"></label>
      <label>Requests <input name="times" type="number" min="1" max="1000000" value="1"></label>
    </div>
    <label class="inline"><input name="scoped" type="checkbox"> <span id="scope">only the chosen operation</span></label>
    <p class="actions"><button>Add</button> <button type="button" id="clear-faults">Clear</button></p>
    <ul id="active" aria-label="Faults that are set"></ul>
  </form>
</section>
<section id="view-log" role="tabpanel" aria-labelledby="tab-log">
  <div class="bar"><input type="search" id="filter" placeholder="Filter the log" aria-label="Filter the log" autocomplete="off" spellcheck="false">
    <button type="button" id="clear-log">Clear</button></div>
  <div id="log" role="feed" aria-label="Exchanges, newest first"></div>
  <p id="quiet" class="empty">No requests yet. Send one, or point your application here.</p>
</section>
<section id="view-state" role="tabpanel" aria-labelledby="tab-state">
  <div id="state"></div>
</section>
<section id="view-reference" role="tabpanel" aria-labelledby="tab-reference"></section>
</div>
<noscript>This page needs its script. The same as JSON: <a href="log">log</a>, <a href="state">state</a>, <a href="openapi.json">description</a>.</noscript>
</body>
</html>
`;

export const REFERENCE = `<!doctype html>
<html lang="en">
<head>
${HEAD}
<title>API reference</title>
<script src="reference.js" defer></script>
</head>
<body>
<div id="reference"></div>
</body>
</html>
`;
