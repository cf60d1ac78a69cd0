// Ruled sheets by keyboard: j/k choose a row, Enter opens it, / goes to the search field.
// Rows are looked up when a key is pressed: a sheet may have been replaced by a filtered one since.
import { bringIn, onKeys } from "./keys.js";

export function startRows(root) {
  const links = () => [...root.querySelectorAll("[data-rows] a.row-link")];
  const step = (by) => {
    const rows = links();
    const at = rows.indexOf(root.activeElement);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return false;
    next.focus();
    bringIn(next, "nearest");
    return true;
  };
  onKeys(root, {
    j: () => step(1),
    k: () => step(-1),
    "/": () => {
      const search = root.querySelector("main input[type=search]") ?? root.querySelector("input[type=search]");
      return search ? search.focus() : false;
    },
  });
  root.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-rows] tr, [data-rows] > li");
    const link = row?.querySelector("a.row-link");
    if (link && !event.target.closest("a, button, form, summary, label") && !String(getSelection())) link.click();
  });
}
