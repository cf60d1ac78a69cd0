// A form that saves itself is sent when the save under way has been answered: it then carries the new version.
export function startSending(root) {
  root.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[hx-post].htmx-request")) return;
    event.preventDefault();
    form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(submitter)), { once: true });
  });
}
