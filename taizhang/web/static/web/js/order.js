// Articles are dragged into order; by keyboard the ↑ ↓ buttons beside them do the same.
export function startOrder(root) {
  const list = root.querySelector("ol[data-order]");
  if (!list) return;
  let dragged = null;
  for (const item of list.querySelectorAll("li[data-article]")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.article);
    });
    item.addEventListener("dragend", store);
  }
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li[data-article]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  const before = orderOf(list);
  list.addEventListener("submit", (event) => {
    sessionStorage.setItem("moved", `${event.target.elements.article.value} ${event.submitter?.value}`);
  });
  returnTo(list, sessionStorage.getItem("moved"));
  sessionStorage.removeItem("moved");

  function store() {
    dragged = null;
    const order = orderOf(list);
    if (order === before) return;
    const form = list.querySelector("form.order").cloneNode(true);
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "order";
    field.value = order;
    form.hidden = true;
    form.append(field);
    root.body.append(form);
    form.requestSubmit();
  }
}

// Whoever moved an article by keyboard goes on from the same button, at the end of the list from the other.
function returnTo(list, moved) {
  const [article, move] = (moved ?? "").split(" ");
  const buttons = [...list.querySelectorAll("form.order button")].filter(
    (button) => !button.disabled && button.form.elements.article.value === article,
  );
  (buttons.find((button) => button.value === move) ?? buttons[0])?.focus();
}

const orderOf = (list) => [...list.querySelectorAll("li[data-article]")].map((item) => item.dataset.article).join(",");
