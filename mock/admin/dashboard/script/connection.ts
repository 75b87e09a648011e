/** Elements, requests to the JSON beside the page, and the stream of events. */
export const CONNECTION = String.raw`
const $ = (id) => document.getElementById(id);

/** An element with properties and children; texts become text nodes. */
const h = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
};

let description = { info: { title: "Mock", version: "" }, servers: [], paths: {} };

const tell = (message) => {
  $("trouble").textContent = message;
  $("trouble").hidden = message === "";
};

class Locked extends Error {}

/** Asks the mock's own API; a refusal is an error with the mock's sentence. */
const ask = async (path, init = {}) => {
  const headers = new Headers(init.headers);
  const token = sessionStorage.getItem("graph-contracts admin token");
  if (token) headers.set("Authorization", "Bearer " + token);
  const response = await fetch(path, { ...init, headers });
  if (response.status === 401) throw new Locked("the admin token is wrong or missing");
  if (!response.ok) {
    const body = await response.json().catch(() => undefined);
    throw new Error(body?.error?.message ?? "the mock answered " + response.status);
  }
  return response;
};

const change = (path, method, value) =>
  ask(path, value === undefined ? { method } : { method, body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });

/** Runs what a button does and shows what went wrong with it. */
const attempt = async (action) => {
  try {
    await action();
    tell("");
  } catch (error) {
    if (error instanceof Locked) $("token").hidden = false;
    tell(error.message);
  }
};

const live = (is) => {
  $("live").dataset.live = is ? "yes" : "no";
  $("live").textContent = is ? "live" : "reconnecting…";
};

/** Reads events for ever. Not an EventSource, which could not send a token. */
const follow = async (handlers) => {
  for (;;) {
    try {
      const response = await ask("events");
      live(true);
      // What comes meanwhile waits in the stream.
      await handlers.open();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) dispatch(block, handlers);
      }
    } catch (error) {
      if (error instanceof Locked) {
        $("token").hidden = false;
        live(false);
        return;
      }
    }
    live(false);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
};

const dispatch = (block, handlers) => {
  const fields = Object.fromEntries(block.split("\n").filter((line) => !line.startsWith(":")).map((line) => {
    const at = line.indexOf(": ");
    return [line.slice(0, at), line.slice(at + 2)];
  }));
  if (fields.event && handlers[fields.event]) handlers[fields.event](JSON.parse(fields.data));
};

const plural = (count, noun) => count.toLocaleString("en-US") + " " + noun + (count === 1 ? "" : "s");

/** JSON set out for reading, where that changes nothing but white space. */
const readable = (text) => {
  try {
    const value = JSON.parse(text);
    return JSON.stringify(value) === text.replace(/\n\s*|(?<=[:,])\s(?=["[{\d])/g, "") ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
};

const refreshDescription = async () => {
  description = await (await ask("openapi.json")).json();
  $("title").textContent = description.info.title + " mock";
  document.title = description.info.title + " mock";
  $("base").textContent = location.origin + prefixOf({});
  showOperations();
};

/** Fills the panels and follows what happens. */
const open = () => attempt(async () => {
  await refreshDescription();
  $("token").hidden = true;
  await Promise.all([refreshState(), refreshFaults()]);
  follow({ open: fetchLog, exchange: addExchange, reset: wasReset, description: () => attempt(refreshDescription) });
});

$("token").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("graph-contracts admin token", event.target.querySelector("input").value);
  open();
});

/** By this page or by anybody. */
const wasReset = () => attempt(async () => {
  forgetLog();
  await Promise.all([refreshState(), refreshFaults()]);
});

$("reset").addEventListener("click", () => attempt(() => change("reset", "POST")));
`;
