// A form that was refused is brought into view, at the first field that is wrong: on a long page nobody would see it.
export function startRefused(root) {
  const said = root.querySelector("[data-refused]");
  if (!said) return;
  const form = said.closest("form") ?? root;
  const field = form.querySelector("[aria-invalid=true]:not([type=hidden])");
  const place = field ?? said;
  const { top, bottom } = place.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) place.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}
