// Remarks beside a text. [data-remark-text] shows the text, form[data-editor] edits it; .remark[data-start][data-end]
// are the remarks on it, [data-remark-raise] holds the form by which one is raised. Words that are selected get a bar
// with two buttons (data-remark-words, data-suggest-words); Ctrl+Alt+M does what the first of them does.
import { bringIn } from "./keys.js";
import { pointsBefore, selectedIn, unitsBefore, wrap } from "./remarks/places.js";
import { showPanelOf } from "./tabs.js";

const editing = { surface: null };

// The editor says what is selected in it, shows the remarks, goes to one, and stores what was typed.
export function editedBy(surface) {
  editing.surface = surface;
  show(document);
}

const shown = (root) => root.querySelector("[data-remark-text]");

function places(root, text) {
  return [...root.querySelectorAll(".remark[data-start]")].map(({ id, dataset }) => ({
    number: id.slice("remark-".length),
    start: unitsBefore(text, Number(dataset.start)),
    end: unitsBefore(text, Number(dataset.end)),
  }));
}

function show(root) {
  if (editing.surface) return editing.surface.show((text) => places(root, text));
  const box = shown(root);
  if (box) for (const { start, end, number } of places(root, box.dataset.remarkText)) wrap(box, start, end, number);
}

export function startRemarks(root) {
  show(root);
  const raise = root.querySelector("[data-remark-raise]");
  if (raise) startBar(root, raise);
  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-remark-go]");
    const place = event.target.closest?.(".remark-place");
    if (link && goTo(root, link.dataset.remarkGo)) event.preventDefault();
    else if (place && !event.target.closest("a, [contenteditable]")) lead(root, place.dataset.remark);
  });
  root.addEventListener("remark-asked", (event) => lead(root, event.detail));
  root.addEventListener("leaf-changed", () => renew(root));
  root.addEventListener("submit", stored, true);
  root.addEventListener("words-asked", ({ detail }) => goToPlace(root, detail));
  const asked = /^#(remark|at)-(\d+)$/.exec(location.hash);
  if (asked) setTimeout(() => (asked[1] === "at" ? goToPlace(root, Number(asked[2])) : lead(root, asked[2])));
}

// To the words of a remark.
function goTo(root, number) {
  if (editing.surface) {
    showPanelOf(editing.surface.node);
    return editing.surface.goTo(number);
  }
  const place = root.querySelector(`.remark-place[data-remark="${number}"]`);
  if (!place) return false;
  showPanelOf(place);
  bringIn(place);
  for (const each of root.querySelectorAll(".remark-place")) each.classList.toggle("here", each.dataset.remark === number);
  return true;
}

// To a place in the text, in code points as the server counts.
function goToPlace(root, points) {
  if (editing.surface) {
    showPanelOf(editing.surface.node);
    return editing.surface.goToPlace((text) => unitsBefore(text, points));
  }
  const box = shown(root);
  if (!box) return;
  const start = unitsBefore(box.dataset.remarkText, points);
  for (const each of box.querySelectorAll(".text-place")) each.replaceWith(...each.childNodes);
  wrap(box, start, start + 1, "", "text-place");
  const place = box.querySelector(".text-place");
  if (!place) return;
  showPanelOf(place);
  bringIn(place);
}

// To the remark on some words.
function lead(root, number) {
  const remark = root.getElementById(`remark-${number}`);
  if (!remark) return;
  const folded = remark.closest("details");
  if (folded) folded.open = true;
  showPanelOf(remark);
  for (const each of root.querySelectorAll(".remark")) each.classList.toggle("here", each === remark);
  bringIn(remark);
  remark.focus({ preventScroll: true });
}

// The list as it stands after a save; not while somebody writes in it.
async function renew(root) {
  const list = root.querySelector("[data-remarks]");
  if (!list) return;
  const written = () => [...list.querySelectorAll("input:not([type=hidden])")].some((each) => each.value) || list.querySelector("details[open]");
  if (written() || list.contains(root.activeElement)) return;
  const answer = await fetch(list.dataset.remarks, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (written() || list.contains(root.activeElement)) return;
  list.replaceChildren(...document.importNode(parsed, true).childNodes);
  show(root);
}

// What was typed in the text is stored before another form is sent: the page would leave without it. Of these only
// a remark knows its words again in a newer text.
async function stored(event) {
  const { target, submitter } = event;
  if (!editing.surface?.dirty || target.contains(editing.surface.node) || target.getAttribute("method") !== "post") return;
  event.preventDefault();
  event.stopPropagation();
  if (!(await editing.surface.store())) return;
  const version = target.closest("[data-remarks], [data-remark-raise]") && target.elements.version;
  if (version) version.value = editing.surface.version;
  target.requestSubmit(submitter);
}

function startBar(root, raise) {
  const bar = root.createElement("div");
  bar.className = "remark-bar no-print";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", raise.querySelector("summary").textContent.trim());
  bar.hidden = true;
  const buttons = ["remark", "suggest"].map((kind) => {
    const button = root.createElement("button");
    Object.assign(button, { type: "button", className: "button button-small", textContent: raise.dataset[`${kind}Words`] });
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => compose(kind));
    return button;
  });
  bar.append(...buttons);
  raise.before(bar);
  let chosen = null;

  const selected = () => (editing.surface ? editing.surface.selected() : shown(root) && selectedIn(shown(root)));

  function place() {
    chosen = selected();
    bar.hidden = !chosen || chosen.start === chosen.end;
    if (bar.hidden) return;
    const { left, top, bottom } = chosen.box;
    const above = top - bar.offsetHeight - 8;
    bar.style.left = `${Math.max(8, Math.min(left, innerWidth - bar.offsetWidth - 8))}px`;
    bar.style.top = `${above > 60 ? above : bottom + 8}px`;
  }

  async function compose(kind) {
    if (!chosen) return;
    const { text, start, end } = chosen;
    bar.hidden = true;
    const form = raise.querySelector("form");
    const quote = text.slice(start, end);
    form.elements.start.value = pointsBefore(text, start);
    form.elements.quote.value = quote;
    form.elements.replacement.value = kind === "suggest" ? quote : "";
    raise.dataset.kind = kind;
    raise.querySelector("details").open = true;
    bringIn(raise, "nearest");
    const field = form.elements[kind === "suggest" ? "replacement" : "words"];
    field.focus({ preventScroll: true });
    if (!(await editing.surface?.store())) return;
    form.elements.version.value = editing.surface.version;
  }

  let timer = 0;
  root.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(place, 150);
  });
  root.addEventListener("scroll", () => (bar.hidden = true), true);
  raise.addEventListener("input", ({ target }) => {
    // Other words than those selected have another place: they are looked for.
    if (target.name === "quote") raise.querySelector("form").elements.start.value = "";
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && raise.querySelector("details").open && raise.contains(event.target)) {
      raise.querySelector("details").open = false;
      delete raise.dataset.kind;
    }
    if (!event.ctrlKey || !event.altKey || event.code !== "KeyM") return;
    chosen = selected();
    if (!chosen) return;
    event.preventDefault();
    compose(chosen.start === chosen.end ? "suggest" : "remark");
  });
}
