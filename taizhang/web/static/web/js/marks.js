// Figure marks: a click or Enter opens the card, Esc closes it; n/p walk the marks, j/k the questions.
import { bringIn, onKeys } from "./keys.js";
import { showPanelOf } from "./tabs.js";

export function startMarks(root) {
  const marks = [...root.querySelectorAll("[data-marked] a[data-mark]")];
  if (!marks.length) return;
  const questions = [...root.querySelectorAll("a[data-question]")];
  let card = null;
  let opener = null;

  function close(back = true) {
    if (!card) return false;
    card.remove();
    card = null;
    opener.setAttribute("aria-expanded", "false");
    if (back) opener.focus({ preventScroll: true });
    return true;
  }

  function place(node, mark, text) {
    const frame = text.getBoundingClientRect();
    const box = mark.getClientRects()[0];
    const left = Math.min(box.left - frame.left, frame.width - node.offsetWidth);
    const below = box.bottom - frame.top + 6;
    const above = box.top - frame.top - node.offsetHeight - 6;
    const fits = box.bottom + node.offsetHeight + 80 < innerHeight || above < 0;
    node.style.left = `${Math.max(0, left)}px`;
    node.style.top = `${fits ? below : above}px`;
  }

  function open(mark) {
    close(false);
    const source = root.getElementById(mark.hash.slice(1));
    const text = mark.closest("[data-marked]");
    opener = mark;
    card = cardOf(source, text.dataset.close);
    text.append(card);
    place(card, mark, text);
    mark.setAttribute("aria-expanded", "true");
    card.querySelector("button").addEventListener("click", () => close());
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  function goTo(mark) {
    showPanelOf(mark);
    bringIn(mark);
    mark.focus({ preventScroll: true });
  }

  function step(list, current, by) {
    if (!list.length) return null;
    const at = list.indexOf(current);
    return list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length];
  }

  for (const mark of marks) {
    mark.setAttribute("aria-haspopup", "dialog");
    mark.setAttribute("aria-expanded", "false");
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      if (opener === mark && card) close();
      else open(mark);
    });
  }

  function ask(link) {
    for (const other of questions) other.classList.toggle("here", other === link);
    const mark = root.getElementById(link.hash.slice(1));
    for (const other of marks) other.classList.toggle("here", other === mark);
    close(false);
    if (mark) goTo(mark);
    return mark;
  }

  for (const link of questions) {
    link.addEventListener("click", (event) => {
      if (ask(link)) event.preventDefault();
    });
  }

  const asked = marks.find((mark) => mark.id && `#${mark.id}` === location.hash);
  if (asked) goTo(asked);

  let question = null;
  const walkMarks = (by) => {
    const here = card ? opener : root.activeElement;
    close(false);
    const next = step(marks, here, by);
    if (next) goTo(next);
  };
  const walkQuestions = (by) => {
    question = step(questions, question, by);
    if (question) ask(question);
  };
  onKeys(root, {
    n: () => walkMarks(1),
    p: () => walkMarks(-1),
    j: () => walkQuestions(1),
    k: () => walkQuestions(-1),
    Escape: () => close(),
  });
  root.addEventListener("pointerdown", (event) => {
    if (card && !card.contains(event.target) && !event.target.closest("a[data-mark]")) close(false);
  });
}

// The card says what the row of the list of figures says: one source for both.
function cardOf(row, closeWords) {
  const card = document.createElement("div");
  card.className = "card";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  const [head, ...cells] = row.children;
  const title = document.createElement("p");
  title.className = "card-title";
  title.append(head.textContent.trim());
  card.setAttribute("aria-label", head.textContent.trim());
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-word";
  button.textContent = closeWords;
  title.append(button);
  const facts = document.createElement("dl");
  facts.className = "facts";
  for (const cell of cells) {
    if (!cell.textContent.trim()) continue;
    const term = document.createElement("dt");
    term.textContent = cell.dataset.label;
    const words = document.createElement("dd");
    words.append(...[...cell.cloneNode(true).childNodes]);
    facts.append(term, words);
  }
  card.append(title, facts);
  return card;
}
