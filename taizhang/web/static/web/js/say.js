// The sentence above a sheet: a chosen day is looked at once, and what has opened closes again.
export function startSay(root) {
  root.addEventListener("change", (event) => {
    const field = event.target.closest?.("[data-say] [data-submit]");
    if (field?.checkValidity()) field.form.requestSubmit();
  });
  // Today is the ledger as it is: a link kept from it must not stand still on that day.
  root.addEventListener("formdata", (event) => {
    const day = event.target.matches("[data-say]") && event.target.querySelector("input[type=date]");
    if (day && day.value >= day.max) event.formData.delete(day.name);
    if (day && !event.formData.get("words")) event.formData.delete("words");
  });
  root.addEventListener("click", (event) => {
    for (const open of root.querySelectorAll("details.pop[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && root.querySelector("details.pop[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}
