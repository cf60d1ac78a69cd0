// Both sides changed the text: the server shows how they differ, the writer chooses, and only then saving goes on.
import { docOf } from "./text.js";

export function showConflict({ place, told, title, view, saving }) {
  const parsed = new DOMParser().parseFromString(told.html, "text/html").body;
  place.replaceChildren(...document.importNode(parsed, true).childNodes);
  place.scrollIntoView({ block: "nearest" });
  place.onclick = (event) => {
    const take = event.target.closest("[data-take]")?.dataset.take;
    if (!take) return;
    const text = take === "mine" ? null : place.querySelector(`textarea[data-${take}]`).value;
    if (text !== null) replaceAll(title, view, text);
    place.replaceChildren();
    saving.settle(told.version);
    saving.touch();
    view.focus();
  };
}

// The first line is the title; what stood there before is an undo away.
function replaceAll(title, view, text) {
  const [first, ...rest] = text.split("\n");
  title.value = first;
  const { state } = view;
  view.dispatch(state.tr.replaceWith(0, state.doc.content.size, docOf(rest.join("\n")).content));
}
