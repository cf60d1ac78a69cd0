// A form that saves itself is sent when the save under way has been answered: it then carries the new version.
// Once it is sent no save may overtake it.
export function startSending(root) {
  root.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[hx-post]")) return;
    if (!form.matches(".htmx-request")) {
      form.dataset.sent = "";
      return;
    }
    event.preventDefault();
    form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(submitter)), { once: true });
  });
  root.addEventListener("htmx:beforeRequest", (event) => {
    if ("sent" in event.target.dataset) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}
