/** The page's one script: filters, copying a command, unfolding for print. Its hash is part of the page's policy; a test holds them together. */
export const SCRIPT = `
"use strict";
(() => {
  const form = document.getElementById("filters");
  const query = document.getElementById("query");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const buttons = [...form.querySelectorAll("button")];
  const sections = [...document.querySelectorAll(".operation")].map((section) => ({
    section,
    checks: [...section.querySelectorAll(".check")],
  }));
  const total = sections.reduce((sum, { checks }) => sum + checks.length, 0);

  const pressed = (kind) =>
    buttons.filter((one) => one.dataset.filter === kind && one.ariaPressed === "true").map((one) => one.value);

  const apply = () => {
    const outcomes = pressed("outcome");
    const bases = pressed("basis");
    const words = query.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const { section, checks } of sections) {
      let visible = 0;
      for (const check of checks) {
        const { outcome, basis, text } = check.dataset;
        const fits =
          (outcomes.length === 0 || outcomes.includes(outcome)) &&
          (bases.length === 0 || bases.includes(basis)) &&
          words.every((word) => text.includes(word));
        check.hidden = !fits;
        if (fits) visible += 1;
      }
      section.hidden = visible === 0;
      count += visible;
    }
    nothing.hidden = count > 0;
    shown.textContent =
      count === total ? total.toLocaleString("en-US") + " checks" : count.toLocaleString("en-US") + " of " + total.toLocaleString("en-US") + " checks";
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.fold) {
      for (const check of document.querySelectorAll(".check:not([hidden])")) check.open = button.dataset.fold === "open";
      return;
    }
    button.ariaPressed = button.ariaPressed === "true" ? "false" : "true";
    apply();
  });
  query.addEventListener("input", apply);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
    }
    if (event.key === "Escape" && event.target === query) {
      query.value = "";
      apply();
    }
  });
  form.hidden = false;

  const opened = [];
  addEventListener("beforeprint", () => {
    for (const check of document.querySelectorAll(".check[data-outcome=failed]:not([open])")) {
      check.open = true;
      opened.push(check);
    }
  });
  addEventListener("afterprint", () => {
    for (const check of opened.splice(0)) check.open = false;
  });

  if (navigator.clipboard) {
    for (const button of document.querySelectorAll(".copy")) button.hidden = false;
    document.addEventListener("click", async (event) => {
      const button = event.target.closest(".copy");
      if (!button) return;
      await navigator.clipboard.writeText(button.nextElementSibling.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }

  const follow = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden || (target.closest(".operation") || target).hidden) {
      for (const button of buttons) if (button.dataset.filter) button.ariaPressed = "false";
      query.value = "";
      apply();
    }
    if (target.matches("details")) target.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
})();
`;

/** SHA-256 of the element's text, as the policy wants it. */
export const SCRIPT_HASH = "sha256-y042ggLJTEHGeDPk7qnZC7+RWquPQi0XFz6O+MzdcLE=";
