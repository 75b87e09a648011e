/** The tabs. On a wide screen "Try" stands beside the others; which of them is shown is remembered in the address. */
export const VIEWS = `
const tabs = [...document.querySelectorAll("[role=tab]")];
const wide = matchMedia("(min-width: 62rem)");

const shownTabs = () => tabs.filter((tab) => !(wide.matches && tab.id === "tab-try"));

const show = (name) => {
  const wanted = wide.matches && name === "try" ? "log" : name;
  const known = tabs.some((tab) => tab.id === "tab-" + wanted) ? wanted : wide.matches ? "log" : "try";
  for (const tab of tabs) {
    const isIt = tab.id === "tab-" + known;
    tab.ariaSelected = String(isIt);
    tab.tabIndex = isIt ? 0 : -1;
    $(tab.getAttribute("aria-controls")).classList.toggle("shown", isIt);
  }
  $("tab-try").hidden = wide.matches;
  if (known === "reference") showReference();
  if (known === "state") attempt(refreshState);
};

const current = () => location.hash.slice(1) || (wide.matches ? "log" : "try");
const choose = (name) => {
  history.replaceState(null, "", "#" + name);
  show(name);
};

for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = shownTabs();
    const next = all[(all.indexOf(tab) + step + all.length) % all.length];
    choose(next.id.slice(4));
    next.focus();
  });
}
wide.addEventListener("change", () => show(current()));
addEventListener("hashchange", () => show(current()));

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!wide.matches) choose("try");
  $("find").focus();
});

/** The component is large: it is loaded when somebody looks, in a frame of its own, so that no style crosses over. */
const showReference = () => {
  const large = operations.length > 200;
  const wanted = "reference" + (large && chosen ? "?operation=" + encodeURIComponent(chosen.id) : "");
  const view = $("view-reference");
  if (large && !chosen) {
    view.replaceChildren(h("p", { className: "empty" }, "There are " + plural(operations.length, "operation") + ". Choose one to read about it."));
    return;
  }
  if (view.dataset.shown === wanted) return;
  view.dataset.shown = wanted;
  view.replaceChildren(h("iframe", { src: wanted, title: "API reference" }));
};

queueMicrotask(() => show(current()));
`;
