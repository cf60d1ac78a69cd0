// A frame that is moved sideways (data-begin: what stays at its edge) begins at the current column.
export function startBegin(root) {
  for (const frame of root.querySelectorAll("[data-begin]")) {
    const now = frame.querySelector("thead [aria-current=date]");
    const stays = frame.querySelector(frame.dataset.begin);
    if (now && frame.scrollWidth > frame.clientWidth) frame.scrollLeft = now.offsetLeft - stays.offsetWidth;
  }
}
