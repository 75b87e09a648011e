/** The exchanges, newest first. */
export const LOG = String.raw`
const MOST_LOGGED = 500;
let lastNumber = 0;
/** By number: what the log held may come once more as an event. */
const logged = new Map();

const fetchLog = async () => {
  const { exchanges } = await (await ask("log")).json();
  forgetLog();
  for (const exchange of exchanges) addExchange(exchange);
};

const forgetLog = () => {
  lastNumber = 0;
  logged.clear();
  $("log").replaceChildren();
  countLog();
};

const countLog = () => {
  const count = $("log").childElementCount;
  $("count").textContent = count > 0 ? String(count) : "";
  $("quiet").hidden = count > 0;
};

const addExchange = (exchange) => {
  const text = JSON.stringify(exchange);
  if (logged.get(exchange.number) === text) return;
  // Numbers begin anew when somebody resets the mock.
  if (exchange.number <= lastNumber) forgetLog();
  lastNumber = exchange.number;
  logged.set(exchange.number, text);
  logged.delete(exchange.number - MOST_LOGGED);
  const entry = logEntry(exchange);
  fitEntry(entry);
  $("log").prepend(entry);
  if ($("log").childElementCount > MOST_LOGGED) $("log").lastElementChild.remove();
  countLog();
  if (exchange.method !== "GET") stateChanged();
};

const logEntry = (exchange) => {
  const { method, url, time, duration, status, response, request, source, reason } = exchange;
  const outcome = status ? String(status) : "dropped";
  const place = source ? source.page + ":" + source.line : "";
  const entry = h("details", { className: "entry" },
    h("summary", {},
      h("span", { className: "status s" + (status ? Math.floor(status / 100) : 5) }, outcome),
      h("span", { className: "what" }, h("b", {}, method), " " + url),
      h("span", { className: "facts" },
        place ? h("code", { className: "place", title: "The page line that the answer comes from" }, place) : undefined,
        h("time", { dateTime: time }, time.slice(11, 19)),
        h("span", { className: "duration" }, duration < 10 ? duration.toFixed(1) + " ms" : Math.round(duration) + " ms")),
      reason ? h("span", { className: "reason" }, reason) : undefined));
  entry.dataset.text = [method, url, outcome, place, reason ?? "", exchange.operationId ?? ""].join(" ").toLowerCase();
  // Most are never opened: their inside is made when they are.
  entry.addEventListener("toggle", () => {
    if (entry.open && entry.childElementCount === 1)
      entry.append(h("div", { className: "messages" }, message("Request", request), response ? message("Response", response) : undefined));
  });
  return entry;
};

const message = (title, { headers = {}, body }) => h("section", { className: "message" },
  h("h3", {}, title),
  body ? h("pre", { tabIndex: 0 }, readable(body)) : h("p", { className: "note" }, "no body was kept"),
  h("dl", {}, ...Object.entries(headers).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))));

const fitEntry = (entry) => {
  const words = $("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  entry.hidden = !words.every((word) => entry.dataset.text.includes(word));
};

$("filter").addEventListener("input", () => {
  for (const entry of $("log").children) fitEntry(entry);
});
$("clear-log").addEventListener("click", () => attempt(async () => {
  await change("log", "DELETE");
  forgetLog();
}));
`;
