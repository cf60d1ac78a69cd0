// A file dropped anywhere on the place is sent at once; a text pasted beside the fields lands in the text field.
import { check } from "./limits.js";

export function startDrop(root) {
  const form = root.querySelector("form[data-drop]");
  if (!form) return;
  const file = form.querySelector("input[type=file]");
  const text = form.querySelector("textarea");

  for (const name of ["dragenter", "dragover"]) {
    root.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("over");
    });
  }
  root.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  root.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    if (check(file)) form.requestSubmit();
  });
  file.addEventListener("change", () => {
    if (file.files.length && check(file)) form.requestSubmit();
  });
  root.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain");
    if (!pasted || event.target.closest?.("input, textarea")) return;
    event.preventDefault();
    text.value = pasted;
    form.querySelector("button").focus();
  });
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
  });
}
