// What the page does beyond forms and links; everything works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");

  const kept = {};

  // ---- sliders tell their weight, or their price, while they are dragged
  const weight = (slider) => {
    document.getElementById(`s-${slider.name}`).textContent = Number(slider.value).toLocaleString(root.lang);
  };
  const price = (slider) => {
    const told = document.getElementById(slider.id.replace("p-", "o-"));
    const shown = Number(slider.value).toLocaleString(root.lang, { maximumFractionDigits: 4 });
    told.textContent = told.dataset.unit.replace("#", shown);
  };
  // ---- the staircase lights up as far as the price goes, and the sites on the map where a step differs from the plan
  const preview = (price) => {
    const told = document.getElementById("preview");
    const ahead = [];
    const sites = new Set();
    document.querySelectorAll(".tread").forEach((tread) => {
      const paid = Number(tread.dataset.price) <= price;
      tread.classList.toggle("lit", paid);
      if (paid === (tread.dataset.shown === "yes")) return;
      ahead.push((paid ? "" : "\u2212 ") + tread.dataset.words);
      tread.dataset.sites.split(" ").filter(Boolean).forEach((site) => sites.add(`map-at-${site}`));
    });
    document.querySelectorAll("#map .differs").forEach((mark) => { mark.classList.toggle("differs", sites.has(mark.id)); });
    sites.forEach((id) => { document.getElementById(id)?.classList.add("differs"); });
    if (told) told.textContent = ahead.length ? ahead.join(" \u00b7 ") : told.dataset.asItIs;
  };
  const remember = () => {
    document.querySelectorAll(".tread").forEach((tread) => { tread.dataset.shown = tread.classList.contains("lit") ? "yes" : "no"; });
    const told = document.getElementById("preview");
    if (told) told.textContent = document.querySelector(".tread") ? told.dataset.asItIs : "";
  };

  // ---- what is open beside the picture: a click opens it in place, and the address says so
  const held = () => [...document.querySelectorAll("#held input[name=show]")];
  const open = (panel, wanted) => {
    const part = document.getElementById(panel);
    const link = document.querySelector(`[data-panel="${panel}"]`);
    if (!part || !link) return;
    part.hidden = !wanted;
    if (wanted) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("[data-panel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const panel = link.dataset.panel;
    const part = document.getElementById(panel);
    if (!part) return;
    event.preventDefault();
    const wanted = part.hidden;
    if (wanted && "later" in part.dataset) { // too much to be sent before somebody asks for it
      const shown = () => document.getElementById(panel).scrollIntoView({ block: "start" });
      window.htmx.ajax("GET", link.getAttribute("href").split("#")[0], { target: "#answer", swap: "outerHTML" }).then(shown, () => {});
      return;
    }
    open(panel, wanted);
    held().filter((each) => each.value === panel).forEach((each) => each.remove());
    if (wanted) {
      const carried = document.createElement("input");
      carried.type = "hidden";
      carried.name = "show";
      carried.value = panel;
      document.getElementById("held").append(carried);
    }
    const address = new URL(window.location.href);
    address.searchParams.delete("show");
    held().forEach((each) => address.searchParams.append("show", each.value));
    window.history.replaceState(window.history.state, "", address.pathname + address.search);
    if (wanted) part.scrollIntoView({ block: "start" });
  });

  document.addEventListener("input", (event) => {
    if (event.target.type !== "range") return;
    if (event.target.id.startsWith("p-")) price(event.target);
    else weight(event.target);
    if (event.target.id === "p-minute") preview(Number(event.target.value));
  });

  // ---- buttons that stand outside their form say what they are, as they do without scripts
  document.addEventListener("htmx:configRequest", (event) => {
    if (document.querySelector("#map svg")) event.detail.headers["Has-Map"] = "yes"; // it is not sent again
    const cause = event.detail.triggeringEvent;
    const button = cause && cause.submitter;
    if (button && button.name) event.detail.parameters[button.name] = button.value;
    if (button && button.hasAttribute("formaction")) event.detail.path = button.getAttribute("formaction");
  });

  // ---- the matrix is one stop for the tab key; arrows move inside it
  const cells = () => [...document.querySelectorAll(".matrix button")];
  const rove = (chosen) => {
    const all = cells();
    const stop = chosen || all.find((cell) => cell.hasAttribute("aria-current")) || all[0];
    all.forEach((cell) => { cell.tabIndex = cell === stop ? 0 : -1; });
  };
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, 1], End: [0, -1] };
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const from = event.target.closest && event.target.closest(".matrix button");
    if (!step || !from) return;
    event.preventDefault();
    let [row, column] = from.id.slice(1).split("-").map(Number);
    const columns = from.closest("tr").cells.length;
    if (event.key === "Home") column = -1;
    if (event.key === "End") column = columns;
    for (let n = 0; n < Math.max(60, columns); n += 1) {
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

  // ---- a touch opens its sheet in place; the arrow keys move from one thing to the next in their direction
  const touchable = "#map a, .stairway a, a[data-touch]";
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(touchable);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.closest("#map, .stairway")) kept.from = (link.id ? link : link.querySelector("[id]")).id;
    touch(link.getAttribute("href"), link.closest("#matrix-within"));
  });
  const touch = (href, narrows) => {
    window.htmx.trigger(document.body, "htmx:abort"); // the last touch counts
    const led = new URL(href, window.location.href);
    led.searchParams.delete("show");
    held().forEach((each) => led.searchParams.append("show", each.value)); // what was opened since the link was made
    const asked = window.htmx.ajax("GET", led.pathname + led.search, { target: "#answer", swap: "outerHTML" });
    asked.then(() => (narrows ? document.querySelector("#matrix-within summary").focus() : land()), () => {});
  };
  // of very many areas none is a link: the one nearest to the touch is meant
  document.addEventListener("click", (event) => {
    const areas = event.target.closest && event.target.closest("#map [data-places]");
    if (!areas) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(areas.getScreenCTM().inverse());
    const places = areas.dataset.places.split(" ");
    let best = 0;
    let least = Infinity;
    for (let n = 0; n < places.length; n += 3) {
      const away = Math.hypot(Number(places[n + 1]) - at.x, Number(places[n + 2]) - at.y);
      if (away < least) [best, least] = [n, away];
    }
    touch(areas.dataset.href + places[best]);
  });
  const pictures = "#map .drawn, .stairway";
  const stops = () => document.querySelectorAll(pictures).forEach((picture) => {
    const all = [...picture.querySelectorAll("a")];
    if (all.length && !all.some((each) => each.getAttribute("tabindex") === "0")) stop(all[0]);
  });
  const stop = (link) => {
    link.closest(pictures).querySelectorAll("a[tabindex='0']").forEach((each) => { each.setAttribute("tabindex", "-1"); });
    link.setAttribute("tabindex", "0");
  };
  const middle = (each) => {
    const box = each.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  document.addEventListener("keydown", (event) => {
    const close = document.getElementById("untouch");
    if (event.key === "Escape" && close) close.click();
    const from = event.target.closest && event.target.closest("#map a, .stairway a");
    const step = steps[event.key];
    if (!from || !step) return;
    event.preventDefault();
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    from.closest(pictures).querySelectorAll("a").forEach((each) => {
      const [u, v] = middle(each);
      const ahead = (u - x) * step[1] + (v - y) * step[0];
      const aside = Math.abs((u - x) * step[0]) + Math.abs((v - y) * step[1]);
      if (ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [each, ahead + 2 * aside];
    });
    if (!best) return;
    stop(best);
    best.focus();
  });
  const land = () => {
    const sheet = document.getElementById("touched");
    const from = document.getElementById(kept.from);
    (sheet || (from && from.closest("a")) || document.getElementById("answer")).focus();
  };

  // ---- what is open, and how far a table is scrolled, stays when the answer is renewed
  document.addEventListener("htmx:beforeSwap", () => {
    document.querySelectorAll("#answer details[id], #ladder").forEach((each) => { kept[each.id] = each.open; });
    const scroll = document.getElementById("matrix-scroll");
    kept.scroll = scroll && [scroll.scrollLeft, scroll.scrollTop];
    kept.field = document.activeElement && document.activeElement.closest("#filter") && document.activeElement;
    kept.map = document.querySelector("#map svg") || kept.map;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    document.querySelectorAll("#answer details[id], #ladder").forEach((each) => { if (kept[each.id]) each.open = true; });
    const scroll = document.getElementById("matrix-scroll");
    if (scroll && kept.scroll) [scroll.scrollLeft, scroll.scrollTop] = kept.scroll;
    // the fields of the filter stay; an answer made before something was written there is narrowed again
    const matrix = document.getElementById("matrix");
    const filter = document.getElementById("filter");
    if (matrix && filter) {
      if (kept.field && document.activeElement !== kept.field) kept.field.focus();
      const written = [...filter.querySelectorAll("[name]")].map((each) => each.value.trim()).join("|");
      if (event.detail.target.id !== "matrix" && matrix.dataset.filter !== written) filter.dispatchEvent(new Event("change"));
    }
    const map = document.getElementById("map");
    const ground = map && map.querySelector(".ground");
    if (kept.map && (ground || (map && !map.querySelector("svg")))) {
      // the map before stays, faintly, until the new one is drawn
      kept.map.classList.add("old");
      const behind = document.createElement("div");
      behind.className = "drawn ground";
      behind.inert = true;
      behind.append(kept.map);
      if (ground) ground.replaceWith(behind);
      else map.append(behind);
    }
    held().forEach((each) => open(each.value, true));
    remember();
    rove();
    stops();
    // a map that has come may be taller than the one before, with the sheet below it
    const sheet = document.getElementById("touched");
    if (sheet && sheet === document.activeElement) sheet.scrollIntoView();
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

  // ---- a server, or a network, that is away for a while: it is told, and what was asked last is asked again
  const away = { is: false, asked: new Map(), sending: new Set(), forms: new Map() };
  const tell = () => { document.getElementById("notice").textContent = document.body.dataset.gone; };
  const reached = () => fetch("/static/icon.svg", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000) })
    .then((answer) => answer.ok, () => false);
  const wait = () => {
    if (away.is) return;
    away.is = true;
    const look = async () => {
      if (!(await reached())) {
        tell();
        window.setTimeout(look, 2000);
        return;
      }
      away.is = false;
      document.getElementById("notice").textContent = "";
      const asked = [...away.asked];
      away.asked.clear();
      // each from where it stands: of requests from one place all but the last would wait, and be told as done
      const told = asked.map(([id, path]) => [document.getElementById(id), path]).filter(([part]) => part)
        .map(([part, path]) => window.htmx.ajax("GET", path, { source: part, target: part, swap: "outerHTML" }));
      // what was asked is there to go back to when a form leads on
      const soon = Promise.race([Promise.allSettled(told), new Promise((done) => window.setTimeout(done, 3000))]);
      [...away.forms.values()].forEach((each) => each(soon));
    };
    window.setTimeout(look, 2000);
  };
  const again = (event) => {
    const { pathInfo, requestConfig } = event.detail;
    if (requestConfig.verb === "get" && requestConfig.target.id) away.asked.set(requestConfig.target.id, pathInfo.finalRequestPath);
    wait();
  };
  document.addEventListener("htmx:beforeRequest", (event) => { // whoever asks something newer wants nothing older
    away.asked.delete(event.detail.requestConfig.target.id);
  });
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, (event) => {
    tell();
    again(event);
  }));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 503) again(event); // too much is waiting, or the server ends: it says so itself
  });
  window.addEventListener("offline", () => {
    tell();
    wait();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!away.is || event.defaultPrevented || !link || (link.getAttribute("href") || "").startsWith("#")) return;
    event.preventDefault(); // the page would be lost, and what is written on it
    tell();
  });

  // ---- what is written for the minutes outlives an answer that is renewed, and a page that is left, until it is sent
  const drafts = window.sessionStorage;
  const draft = (field) => `${field.id} ${field.dataset.draft}`;
  const restore = () => document.querySelectorAll("[data-draft]").forEach((field) => {
    if (!field.value) field.value = drafts.getItem(draft(field)) || "";
  });
  document.addEventListener("input", (event) => {
    if ("draft" in event.target.dataset) drafts.setItem(draft(event.target), event.target.value);
  });
  document.addEventListener("htmx:afterSettle", restore);
  restore();

  // ---- a form is sent at once, and arrives though the page is closed; where nobody receives it, it is sent again
  const SEND_SECONDS = 20;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post") return;
    event.preventDefault();
    const action = form.getAttribute("action");
    if (away.sending.has(action)) return;
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    send(action, fields, [...form.querySelectorAll("[data-draft]")].map(draft));
  });
  const send = async (action, fields, written, first) => {
    away.forms.delete(action);
    away.sending.add(action);
    const late = window.setTimeout(tell, 5000);
    const answer = await fetch(action, {
      method: "POST", body: fields, keepalive: true, headers: { "By-Script": "yes" }, signal: AbortSignal.timeout(1000 * SEND_SECONDS),
    }).catch(() => null);
    window.clearTimeout(late);
    away.sending.delete(action);
    if (!answer || [502, 503, 504].includes(answer.status)) { // it may have come all the same: the server counts it once
      tell();
      away.forms.set(action, (asked) => send(action, fields, written, asked));
      wait();
    } else if (answer.ok) {
      written.forEach((each) => drafts.removeItem(each));
      await first;
      window.location.assign(answer.headers.get("Location") || answer.url);
    } else {
      document.getElementById("notice").innerHTML = await answer.text();
    }
  };

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
  stops();
  remember();
})();
