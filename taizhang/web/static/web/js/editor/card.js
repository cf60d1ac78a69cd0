// The card at a figure: fetched from the server, worked by mouse or keyboard, gone with Esc.
export function cardFor({ form, closeWords, choose, onClosed }) {
  let card = null;
  let turn = 0;

  function close(back = true) {
    turn += 1;
    if (!card) return false;
    card.remove();
    card = null;
    if (back) onClosed();
    return true;
  }

  async function open(query, box) {
    close(false);
    const mine = ++turn;
    const address = new URL(form.dataset.candidates, location.href);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    if (mine !== turn) return;
    card = document.createElement("div");
    card.className = "card card-figure";
    card.tabIndex = -1;
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", closeWords.label);
    card.append(...document.importNode(parsed, true).childNodes);
    form.append(card);
    place(card, box, form);
    card.addEventListener("keydown", keys);
    card.addEventListener("click", press);
    (card.querySelector("[role=option]") ?? card).focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  function press(event) {
    const button = event.target.closest("button");
    if (!button || !button.name) return;
    event.preventDefault();
    const fields = { [button.name]: button.value };
    for (const field of card.querySelectorAll("input")) fields[field.name] = field.value;
    choose(fields, button.dataset.insert ?? "");
  }

  function keys(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
      return;
    }
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    // Who types on means the text, not the card: the key goes where the caret was.
    const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (letter && !event.target.matches("input")) return close();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const options = [...card.querySelectorAll("[role=option]")];
    if (!by || !options.length) return;
    event.preventDefault();
    const at = options.indexOf(document.activeElement);
    options[(at + by + options.length) % options.length].focus();
  }

  // Out of the way while the server answers; what was typed in it is kept.
  function rest() {
    if (!card) return;
    card.hidden = true;
    onClosed();
  }

  // What was typed stays, with the reason why it was not taken above it.
  function refuse(words) {
    if (!card) return false;
    card.hidden = false;
    const said = card.querySelector("[role=alert]") ?? document.createElement("p");
    said.className = "field-error";
    said.setAttribute("role", "alert");
    said.textContent = words;
    (card.querySelector("form") ?? card).prepend(said);
    (card.querySelector("input") ?? card).focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("pointerdown", (event) => {
    if (card && !card.contains(event.target)) close(false);
  });
  return { open, close, rest, refuse };
}

function place(card, box, form) {
  const frame = form.getBoundingClientRect();
  const left = Math.min(box.left - frame.left, frame.width - card.offsetWidth);
  const above = box.top - frame.top - card.offsetHeight - 6;
  const fits = box.bottom + card.offsetHeight + 80 < innerHeight || above < 0;
  card.style.left = `${Math.max(0, left)}px`;
  card.style.top = `${fits ? box.bottom - frame.top + 6 : above}px`;
}
