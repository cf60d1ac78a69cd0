// The grip between text and page: dragged, or moved with the arrow keys; its place is remembered.
const KEY = "taizhang.page-pane";
const LIMITS = [24, 62];

export function startPanes(root) {
  const grip = root.querySelector("[data-grip]");
  if (!grip) return;
  const desk = grip.parentElement;

  function put(percent) {
    const kept = Math.min(LIMITS[1], Math.max(LIMITS[0], percent));
    desk.style.setProperty("--page-pane", `${kept}%`);
    grip.setAttribute("aria-valuenow", String(Math.round(kept)));
    return kept;
  }

  function keep(percent) {
    try {
      localStorage.setItem(KEY, String(put(percent)));
    } catch {
      put(percent);
    }
  }

  let now = 40;
  try {
    now = Number(localStorage.getItem(KEY)) || 40;
  } catch {
    now = 40;
  }
  put(now);
  const percentAt = (event) => {
    const box = desk.getBoundingClientRect();
    return ((box.right - event.clientX) / box.width) * 100;
  };
  grip.addEventListener("pointerdown", (event) => grip.setPointerCapture(event.pointerId));
  grip.addEventListener("pointermove", (event) => {
    if (grip.hasPointerCapture(event.pointerId)) keep(percentAt(event));
  });
  grip.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 2, ArrowRight: -2 }[event.key];
    if (!step) return;
    event.preventDefault();
    keep(Number(grip.getAttribute("aria-valuenow")) + step);
  });
}
