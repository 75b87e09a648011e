/** The form that makes the chosen request, filled with the documented example. */
export const SEND = String.raw`
const sendForm = $("send");

const showForm = ({ method, path, item, operation }, focus) => {
  sendForm.hidden = false;
  const [title, name] = sendForm.querySelectorAll("h2 span");
  title.textContent = method;
  title.className = "method " + method.toLowerCase();
  name.textContent = path;
  const source = operation["x-source"];
  $("documented").textContent = [operation.summary, source ? source.page + ":" + source.line : ""].filter(Boolean).join(" · ");
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].filter((one) => one.in === "path");
  $("parameters").replaceChildren(...parameters.map((one) => {
    const input = h("input", { name: "path:" + one.name, required: true, autocomplete: "off", spellcheck: false });
    input.value = one.example === undefined ? "" : String(one.example);
    input.placeholder = one.description ?? "any id";
    return h("label", {}, one.name + " ", input);
  }));
  const content = operation.requestBody?.content ?? {};
  const [media = "application/json"] = Object.keys(content);
  const [example] = Object.values(content[media]?.examples ?? {});
  sendForm.dataset.media = media;
  $("body-label").hidden = !operation.requestBody;
  const value = example?.value;
  sendForm.elements.body.value = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value, null, 2);
  $("answer").textContent = "";
  $("scope").textContent = "only " + method + " " + path;
  if (focus) (sendForm.querySelector("#parameters input") ?? sendForm.querySelector(".primary")).focus();
};

const requestOf = ({ method, path, item }) => {
  const fields = sendForm.elements;
  const filled = path.replace(/\{([^}]*)\}/g, (whole, name) => {
    const input = fields.namedItem("path:" + name);
    return input ? encodeURIComponent(input.value).replaceAll("%40", "@") : whole;
  });
  const query = fields.query.value.replace(/^\?/, "");
  const headers = new Headers();
  if (fields.authorization.value) headers.set("Authorization", fields.authorization.value);
  if (fields.prefer.value) headers.set("Prefer", fields.prefer.value);
  const body = $("body-label").hidden ? undefined : fields.body.value;
  if (body) headers.set("Content-Type", sendForm.dataset.media);
  return [prefixOf(item) + filled + (query ? "?" + query : ""), { method, headers, cache: "no-store", ...(body ? { body } : {}) }];
};

sendForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  const output = $("answer");
  output.textContent = "…";
  output.className = "";
  const started = performance.now();
  try {
    const [url, init] = requestOf(chosen);
    const response = await fetch(url, init);
    await response.arrayBuffer();
    output.className = "status s" + Math.floor(response.status / 100);
    output.textContent = response.status + " in " + Math.round(performance.now() - started) + " ms";
  } catch (error) {
    output.className = "status s5";
    output.textContent = error instanceof TypeError ? "no answer: the connection broke" : error.message;
  }
  refreshFaults();
});

sendForm.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendForm.requestSubmit();
});
`;
