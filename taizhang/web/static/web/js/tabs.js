import { bringIn } from "./keys.js";

// Tabs are links to the panels' ids, so without scripts every panel simply stands on the page.
export function startTabs(root) {
  for (const list of root.querySelectorAll("[data-tabs]")) startList(root, list);
  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-goto]");
    const target = link && root.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    showPanelOf(target);
    bringIn(target, target.matches("a") ? "center" : "start");
    (target.querySelector("input, textarea") ?? target).focus({ preventScroll: true });
  });
}

function startList(root, list) {
  const links = [...list.querySelectorAll("a")];
  const panels = links.map((link) => root.getElementById(link.hash.slice(1)));
  const shows = list.dataset.tabs === "panes" ? (panel, on) => panel.classList.toggle("shown", on) : (panel, on) => (panel.hidden = !on);
  list.setAttribute("role", "tablist");

  function choose(chosen, focus = false) {
    links.forEach((link, index) => {
      const on = link === chosen;
      link.setAttribute("aria-selected", String(on));
      link.tabIndex = on ? 0 : -1;
      shows(panels[index], on);
    });
    if (focus) chosen.focus();
  }

  links.forEach((link, index) => {
    link.setAttribute("role", "tab");
    link.setAttribute("aria-controls", panels[index].id);
    if (list.dataset.tabs !== "panes") {
      panels[index].setAttribute("role", "tabpanel");
      panels[index].setAttribute("aria-labelledby", link.id);
    }
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(link);
    });
    link.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      choose(links[(index + step + links.length) % links.length], true);
    });
  });
  root.addEventListener("show-panel", (event) => {
    const found = panels.findIndex((panel) => panel.contains(event.detail));
    if (found >= 0) choose(links[found]);
  });
  const wanted = location.hash && root.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`);
  const first = panels.findIndex((panel) => wanted && panel.contains(wanted));
  choose(links[Math.max(first, 0)]);
}

export function showPanelOf(node) {
  document.dispatchEvent(new CustomEvent("show-panel", { detail: node }));
}
