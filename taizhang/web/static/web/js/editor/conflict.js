// Both sides changed the text: what does not touch goes together by itself; else the server shows how they differ, the
// writer chooses, and only then saving goes on.
export async function showConflict({ place, told, text, fill, view, saving }) {
  const parsed = new DOMParser().parseFromString(told.html, "text/html").body;
  const first = !place.firstChild;
  const take = (side) => {
    if (side !== "mine") fill(pairsOf(parsed.querySelector(`textarea[data-${side}]`).value));
    place.replaceChildren();
    saving.settle(told.version);
    saving.touch();
  };
  if (told.clean && !saving.newer(text)) {
    take("merged");
    return saving.say("merged");
  }
  place.replaceChildren(...document.importNode(parsed, true).childNodes);
  if (first) place.scrollIntoView({ block: "nearest" });
  const answered = async (event) => {
    const side = event.target.closest("[data-take]")?.dataset.take;
    if (!side) return;
    // Words typed since belong to the writer's side: both sides are compared anew before either is taken.
    if (saving.newer(text)) {
      await saving.flush();
      if (place.onclick !== answered) place.querySelector(`[data-take="${side}"]`)?.click();
      return;
    }
    take(side);
    view.focus();
  };
  place.onclick = answered;
}

// The first line is the title.
function pairsOf(text) {
  const at = text.indexOf("\n");
  return at < 0 ? [["title", text], ["body", ""]] : [["title", text.slice(0, at)], ["body", text.slice(at + 1)]];
}
