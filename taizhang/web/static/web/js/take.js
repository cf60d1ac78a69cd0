// Words that stand beside a field are put at its end by a button: data-take names them, data-into the field.
export function startTake(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-take]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    const words = document.getElementById(button.dataset.take).innerText.trim();
    field.value = [field.value.trimEnd(), words].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
