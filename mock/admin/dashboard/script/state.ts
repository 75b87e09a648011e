/** What the mock keeps. The whole state may be large: it is asked for while somebody looks, and a part of it is shown. */
export const STATE = `
const MOST_OBJECTS = 100;

const refreshState = async () => {
  if (!$("view-state").classList.contains("shown")) return;
  const state = await (await ask("state")).json();
  const collections = Object.entries(state.collections).map(([path, objects]) => [path, Object.entries(objects)]);
  const kept = collections.filter(([, objects]) => objects.length > 0);
  const singletons = Object.entries(state.singletons);
  const total = kept.reduce((sum, [, objects]) => sum + objects.length, singletons.length);
  const opened = new Set([...$("state").querySelectorAll("details[open]")].map((one) => one.dataset.key));
  const objectItem = (path) => ([key, value]) => {
    const item = h("details", { className: "entry" }, h("summary", {}, h("code", {}, key)), h("pre", { tabIndex: 0 }, JSON.stringify(value, null, 2)));
    item.dataset.key = path + " " + key;
    item.open = opened.has(item.dataset.key);
    return item;
  };
  const sections = kept.map(([path, objects]) => h("section", {},
    h("h2", {}, h("span", { className: "path" }, path), h("small", {}, plural(objects.length, "object"))),
    ...objects.slice(-MOST_OBJECTS).reverse().map(objectItem(path)),
    objects.length > MOST_OBJECTS ? h("p", { className: "note" }, "and " + (objects.length - MOST_OBJECTS).toLocaleString("en-US") + " older ones: GET /_mock/state") : undefined));
  if (singletons.length > 0)
    sections.push(h("section", {}, h("h2", {}, "Singletons"), ...singletons.map(objectItem(""))));
  if (total === 0) sections.push(h("p", { className: "empty" }, "No objects yet"));
  $("state").replaceChildren(...sections);
};

/** However fast requests come, it is asked for twice a second at most. */
let asked;
const stateChanged = () => {
  if (document.visibilityState !== "visible") return;
  asked ??= setTimeout(() => {
    asked = undefined;
    attempt(refreshState);
  }, 500);
};
document.addEventListener("visibilitychange", stateChanged);
`;
