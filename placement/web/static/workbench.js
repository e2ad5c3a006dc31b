// What the page does beyond forms and links; everything works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");

  // ---- sliders tell their share, or their price, while they are dragged
  const aims = ["citizen", "quality", "economy"];
  const shares = () => {
    const sliders = aims.map((aim) => document.getElementById(`w-${aim}`));
    if (sliders.includes(null)) return;
    const total = sliders.reduce((sum, slider) => sum + Number(slider.value), 0);
    const percent = root.lang === "en" ? "%" : "\u00a0%";
    aims.forEach((aim, n) => {
      const share = total > 0 ? Math.round((100 * Number(sliders[n].value)) / total) : 0;
      document.getElementById(`s-${aim}`).textContent = `${share}${percent}`;
    });
  };
  const price = (slider) => {
    const told = document.getElementById(slider.id.replace("p-", "o-"));
    const shown = Number(slider.value).toLocaleString(root.lang, { maximumFractionDigits: 4 });
    told.textContent = told.dataset.unit.replace("#", shown);
  };
  document.addEventListener("input", (event) => {
    if (event.target.type !== "range") return;
    if (event.target.id.startsWith("p-")) price(event.target);
    else shares();
  });

  // ---- buttons that stand outside their form say what they are, as they do without scripts
  document.addEventListener("htmx:configRequest", (event) => {
    const cause = event.detail.triggeringEvent;
    const button = cause && cause.submitter;
    if (button && button.name) event.detail.parameters[button.name] = button.value;
  });

  // ---- the matrix is one stop for the tab key; arrows move inside it
  const cells = () => [...document.querySelectorAll(".matrix button")];
  const rove = (chosen) => {
    const all = cells();
    const stop = chosen || all.find((cell) => cell.hasAttribute("aria-current")) || all[0];
    all.forEach((cell) => { cell.tabIndex = cell === stop ? 0 : -1; });
  };
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const from = event.target.closest && event.target.closest(".matrix button");
    if (!step || !from) return;
    event.preventDefault();
    let [row, column] = from.id.slice(1).split("-").map(Number);
    for (let n = 0; n < 60; n += 1) {
      row += step[0];
      column += step[1];
      const next = document.getElementById(`c${row}-${column}`);
      if (next) {
        rove(next);
        next.focus();
        return;
      }
    }
  });

  // ---- what is open, and how far a table is scrolled, stays when the answer is renewed
  const kept = {};
  document.addEventListener("htmx:beforeSwap", () => {
    document.querySelectorAll("#answer details[id], #ladder").forEach((each) => { kept[each.id] = each.open; });
    const scroll = document.getElementById("matrix-scroll");
    kept.scroll = scroll ? scroll.scrollLeft : 0;
    kept.map = document.querySelector("#map svg") || kept.map;
  });
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll("#answer details[id], #ladder").forEach((each) => { if (kept[each.id]) each.open = true; });
    const scroll = document.getElementById("matrix-scroll");
    if (scroll && kept.scroll) scroll.scrollLeft = kept.scroll;
    const map = document.getElementById("map");
    if (map && kept.map && !map.querySelector("svg")) {
      // the map before stays, faintly, until the new one is drawn
      kept.map.classList.add("old");
      kept.map.setAttribute("aria-hidden", "true");
      map.append(kept.map);
    }
    rove();
  });

  // ---- a request that is given up, because another takes its place or the page is left, is no error
  document.addEventListener("htmx:beforeSend", (event) => {
    const { xhr } = event.detail;
    const ended = xhr.onabort;
    xhr.onabort = (cause) => {
      const told = console.error;
      console.error = () => {};
      try {
        ended.call(xhr, cause);
      } finally {
        console.error = told;
      }
    };
  });

  // ---- a server that is gone
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => {
    document.getElementById("notice").textContent = document.body.dataset.gone;
  }));

  // ---- a link to what is on the screen
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) return;
    const done = () => { document.getElementById("said").textContent = button.dataset.copy; button.textContent = button.dataset.copy; };
    const field = document.createElement("input");
    field.value = window.location.href;
    document.body.append(field);
    field.select();
    if (document.execCommand("copy")) done();
    field.remove();
    button.focus();
  });
  rove();
  shares();
})();
