// Single-letter keys work only where nobody is writing.
const WRITING = "input, textarea, select, [contenteditable]";

export function onKeys(root, table) {
  root.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const act = table[event.key];
    if (!act || !plain || event.isComposing || event.target.closest?.(WRITING)) return;
    if (act(event) !== false) event.preventDefault();
  });
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function bringIn(node, block = "center") {
  node.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
}
