// Fields save themselves after a pause (htmx does the sending); here only what the page does around it.
export function startFields(root) {
  const form = root.querySelector("form[data-fields]");
  if (!form) return;
  const status = root.getElementById("saved");
  let dirty = false;

  form.addEventListener("input", () => {
    dirty = true;
    status.textContent = status.dataset.typing;
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (event.detail.successful) {
      dirty = false;
      root.dispatchEvent(new CustomEvent("leaf-changed"));
    } else {
      const code = event.detail.xhr?.status;
      status.textContent = code === 401 || code === 403 ? status.dataset.expired : status.dataset.offline;
    }
  });
  form.addEventListener("submit", () => (dirty = false));
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
