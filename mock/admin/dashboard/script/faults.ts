/** Setting what goes wrong for the next requests, and what is still set. */
export const FAULTS = String.raw`
const faultForm = $("faults");

const refreshFaults = async () => {
  const { faults } = await (await ask("faults")).json();
  $("active").replaceChildren(...faults.map((fault, index) => {
    const remove = h("button", { type: "button", title: "Remove", className: "remove" }, "×");
    remove.ariaLabel = "Remove this fault";
    remove.addEventListener("click", () => attempt(async () => {
      await change("faults", "PUT", { faults: faults.filter((_, at) => at !== index) });
      await refreshFaults();
    }));
    return h("li", {}, h("span", {}, faultText(fault)), remove);
  }));
};

const faultText = ({ status, delay, drop, times, method, path }) => {
  const effect = [
    drop ? "drops the connection" : undefined,
    status ? "answers " + status : undefined,
    delay ? "waits " + delay + " ms" : undefined,
  ].filter(Boolean).join(", ");
  const where = method || path ? " of " + [method, path].filter(Boolean).join(" ") : "";
  return (times === 1 ? "the next request" : "the next " + times.toLocaleString("en-US") + " requests") + where + ": " + effect;
};

faultForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const { effect, delay, times, scoped } = faultForm.elements;
  attempt(async () => {
    const { faults } = await (await ask("faults")).json();
    const fault = {
      ...(effect.value === "drop" ? { drop: true } : effect.value === "delay" ? {} : { status: Number(effect.value) }),
      ...(Number(delay.value) > 0 ? { delay: Number(delay.value) } : {}),
      times: Number(times.value),
      ...(scoped.checked && chosen ? { method: chosen.method, path: chosen.path.replace(/\{[^}]*\}/g, "*") } : {}),
    };
    await change("faults", "PUT", { faults: [...faults, fault] });
    await refreshFaults();
  });
});

$("clear-faults").addEventListener("click", () => attempt(async () => {
  await change("faults", "DELETE");
  await refreshFaults();
}));
`;
