// Ruled sheets by keyboard: j/k choose a row, Enter opens it, / goes to the search field.
import { bringIn, onKeys } from "./keys.js";

export function startRows(root) {
  const links = [...root.querySelectorAll("[data-rows] a.row-link")];
  const search = root.querySelector("input[type=search]");
  if (!links.length && !search) return;
  const step = (by) => {
    const at = links.indexOf(root.activeElement);
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))];
    if (!next) return;
    next.focus();
    bringIn(next, "nearest");
  };
  onKeys(root, {
    j: () => step(1),
    k: () => step(-1),
    "/": () => (search ? search.focus() : false),
  });
  for (const link of links) {
    const row = link.closest("tr, li");
    row.addEventListener("click", (event) => {
      if (!event.target.closest("a, button, form") && !String(getSelection())) link.click();
    });
  }
}
