// Files over the limit are not sent: the field says so at once. data-max-bytes and data-too-large stand at the field.
export function startLimits(root) {
  root.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file][data-max-bytes]")) check(event.target);
  }, true); // before whoever sends the form at once
}

export function check(field) {
  const sizes = [...field.files].map((file) => file.size);
  const size = "each" in field.dataset ? Math.max(0, ...sizes) : sizes.reduce((sum, each) => sum + each, 0);
  const words = size > Number(field.dataset.maxBytes) ? field.dataset.tooLarge : "";
  field.setCustomValidity(words);
  field.setAttribute("aria-invalid", String(Boolean(words)));
  let place = field.parentElement.querySelector("[data-too-large-here]");
  if (!place) {
    place = document.createElement("p");
    place.className = "field-error";
    place.dataset.tooLargeHere = "";
    place.setAttribute("role", "alert");
    field.after(place);
  }
  place.textContent = words;
  place.hidden = !words;
  return !words;
}
