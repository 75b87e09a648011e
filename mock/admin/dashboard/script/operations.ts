/** Finding an operation among thousands: every word must occur in its method, path, id or summary. */
export const OPERATIONS = String.raw`
const METHODS = ["get", "post", "put", "patch", "delete", "head", "options"];
const MOST_SHOWN = 60;
let operations = [];
let found = [];
let marked = 0;
let chosen;

/** The path in front of every operation: that of its server's address. */
const prefixOf = (item) => {
  const url = (item.servers ?? description.servers)[0]?.url ?? "/";
  return new URL(url, location.origin).pathname.replace(/\/$/, "");
};

const showOperations = () => {
  operations = Object.entries(description.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const operation = item[method];
      const text = [method, path, operation.operationId, operation.summary, ...(operation.tags ?? [])].join(" ").toLowerCase();
      return { id: operation.operationId, method: method.toUpperCase(), path, item, operation, text, title: (operation.summary ?? "").toLowerCase() };
    }));
  // Pages may change while somebody has an operation open: it stays open where there is still one of its name.
  const kept = chosen && operations.find(({ id }) => id === chosen.id);
  $("view-reference").dataset.shown = "";
  find();
  if (kept && JSON.stringify(kept.operation) === JSON.stringify(chosen.operation)) {
    // What was typed into its form stays.
    chosen = kept;
    draw();
    if ($("view-reference").classList.contains("shown")) showReference();
    return;
  }
  const first = kept ?? operations.find(({ path }) => !path.includes("{")) ?? operations[0];
  if (first) pick(first, false);
};

const find = () => {
  found = rank($("find").value, operations);
  marked = 0;
  draw();
};

const draw = () => {
  const shown = found.slice(0, MOST_SHOWN);
  $("operations").replaceChildren(...shown.map((one, index) => {
    const item = h("li", { id: "operation-" + index, className: "operation" },
      h("span", { className: "method " + one.method.toLowerCase() }, one.method), h("span", { className: "path" }, one.path),
      one.operation.summary ? h("small", {}, one.operation.summary) : undefined);
    item.role = "option";
    item.ariaSelected = String(one === chosen);
    item.classList.toggle("marked", index === marked && document.activeElement === $("find"));
    item.addEventListener("click", () => pick(one, true));
    return item;
  }));
  $("find").setAttribute("aria-activedescendant", shown.length > 0 ? "operation-" + marked : "");
  $("more").textContent = found.length > shown.length
    ? "and " + (found.length - shown.length).toLocaleString("en-US") + " more: type to narrow them down"
    : found.length === 0 ? "No operation has all these words." : "";
};

const pick = (one, focus) => {
  chosen = one;
  draw();
  showForm(one, focus);
  if ($("view-reference").classList.contains("shown")) showReference();
};

$("find").addEventListener("input", find);
$("find").addEventListener("focus", draw);
$("find").addEventListener("blur", draw);
$("find").addEventListener("keydown", (event) => {
  const last = Math.min(found.length, MOST_SHOWN) - 1;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    marked = Math.max(0, Math.min(last, marked + (event.key === "ArrowDown" ? 1 : -1)));
    draw();
    $("operation-" + marked)?.scrollIntoView({ block: "nearest" });
  }
  if (event.key === "Enter" && found[marked]) pick(found[marked], true);
  if (event.key === "Escape") {
    $("find").value = "";
    find();
  }
});
`;
