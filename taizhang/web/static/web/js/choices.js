// What only one choice of a form asks for (class "when-VALUE") is put away while another is chosen, unless something is
// wrong with it; without scripts all of it stands there.
export function startChoices(root) {
  const tell = () => {
    for (const place of root.querySelectorAll("[class*='when-']")) {
      const [, value] = /\bwhen-([\w-]+)/.exec(place.className);
      const choice = place.closest("form").querySelector(`input[type=radio][value="${value}"]`);
      place.hidden = Boolean(choice) && !choice.checked && !place.querySelector(".field-error");
    }
  };
  root.addEventListener("change", (event) => event.target.type === "radio" && tell());
  root.addEventListener("htmx:afterSwap", tell);
  tell();
}
