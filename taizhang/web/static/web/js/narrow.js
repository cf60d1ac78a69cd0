// A long list of boxes under a field (data-narrow): what is typed leaves those whose words hold it, and what is ticked.
export function startNarrow(root) {
  root.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-narrow]")) narrow(event.target);
  });
  // Enter takes the only one that is left, and does not send the form.
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("[data-narrow]")) return;
    event.preventDefault();
    const left = labels(event.target).filter((label) => holds(label, event.target.value));
    if (event.target.value && left.length === 1) {
      left[0].control.click();
      event.target.value = "";
      narrow(event.target);
    }
  });
  root.addEventListener("toggle", (event) => {
    if (event.target.open) event.target.querySelector("[data-narrow]")?.focus();
  }, true); // it does not bubble
}

function labels(field) {
  return [...field.closest("[data-narrowed]").querySelectorAll("label")].filter((label) => label.control?.type === "checkbox");
}

function holds(label, words) {
  return label.textContent.toLowerCase().includes(words.trim().toLowerCase());
}

function narrow(field) {
  for (const label of labels(field)) label.hidden = !label.control.checked && !holds(label, field.value);
}
