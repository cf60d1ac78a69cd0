// Both sides changed the text: the server shows how they differ, the writer chooses, and only then saving goes on.
import { docOf } from "./text.js";

export function showConflict({ place, told, text, title, view, saving }) {
  const parsed = new DOMParser().parseFromString(told.html, "text/html").body;
  const first = !place.firstChild;
  place.replaceChildren(...document.importNode(parsed, true).childNodes);
  if (first) place.scrollIntoView({ block: "nearest" });
  const answered = async (event) => {
    const take = event.target.closest("[data-take]")?.dataset.take;
    if (!take) return;
    // Words typed since belong to the writer's side: both sides are compared anew before either is taken.
    if (saving.newer(text)) {
      await saving.flush();
      if (place.onclick !== answered) place.querySelector(`[data-take="${take}"]`)?.click();
      return;
    }
    const taken = take === "mine" ? null : place.querySelector(`textarea[data-${take}]`).value;
    if (taken !== null) replaceAll(title, view, taken);
    place.replaceChildren();
    saving.settle(told.version);
    saving.touch();
    view.focus();
  };
  place.onclick = answered;
}

// The first line is the title; what stood there before is an undo away.
function replaceAll(title, view, text) {
  const [first, ...rest] = text.split("\n");
  title.value = first;
  const { state } = view;
  view.dispatch(state.tr.replaceWith(0, state.doc.content.size, docOf(rest.join("\n")).content));
}
