/**
 * Shows the description with Scalar's component: all of it, or of a large one the operation that the address names, with the schemas
 * that it leads to. Whatever the component would fetch from elsewhere is turned off.
 */
export const REFERENCE_SCRIPT = String.raw`"use strict";
(async () => {
const root = document.getElementById("reference");
const token = sessionStorage.getItem("graph-contracts admin token");

const fail = (message) => { root.textContent = message; };

const load = () => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = "assets/api-reference.js";
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});

/** The operation alone, and every component that it refers to, directly or not. */
const slice = (whole, id) => {
  for (const [path, item] of Object.entries(whole.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (operation?.operationId !== id) continue;
      const paths = { [path]: { ...(item.parameters ? { parameters: item.parameters } : {}), ...(item.servers ? { servers: item.servers } : {}), [method]: operation } };
      return { ...whole, paths, components: { ...whole.components, schemas: reachable(paths, whole.components?.schemas ?? {}) } };
    }
  }
  return whole;
};

const reachable = (from, schemas) => {
  const names = new Set();
  const waiting = [from];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null) continue;
    const name = typeof value.$ref === "string" ? decodeURIComponent(value.$ref.split("/").pop()).replaceAll("~1", "/").replaceAll("~0", "~") : undefined;
    if (name !== undefined && Object.hasOwn(schemas, name) && !names.has(name)) {
      names.add(name);
      waiting.push(schemas[name]);
    }
    waiting.push(...Object.values(value));
  }
  return Object.fromEntries([...names].sort().map((name) => [name, schemas[name]]));
};

const local = (servers) => servers.map(({ url, ...rest }) => ({ ...rest, url: location.origin + new URL(url, location.origin).pathname.replace(/\/$/, "") }));

const response = await fetch("openapi.json", token ? { headers: { Authorization: "Bearer " + token } } : {});
if (!response.ok) return fail("The description could not be fetched: " + response.status);
const whole = await response.json();
const id = new URLSearchParams(location.search).get("operation");
const content = id ? slice(whole, id) : whole;
content.servers = local(whole.servers);
for (const item of Object.values(content.paths)) if (item.servers) item.servers = local(item.servers);
try {
  await load();
} catch {
  return fail("The reference's component is not part of this mock; the description is at /_mock/openapi.json.");
}
const dark = matchMedia("(prefers-color-scheme: dark)");
const draw = () => Scalar.createApiReference(root, {
  content,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  hideDarkModeToggle: true,
  forceDarkModeState: dark.matches ? "dark" : "light",
  documentDownloadType: "none",
  authentication: { preferredSecurityScheme: "bearer", securitySchemes: { bearer: { token: "token" } } },
});
draw();
dark.addEventListener("change", () => location.reload());
})();
`;
