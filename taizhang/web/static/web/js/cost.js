// What a request costs, said before it goes out: so many units, so many minutes each.
export function startCost(root) {
  const sum = root.querySelector("[data-cost]");
  if (!sum) return;
  const form = sum.closest("form");
  const tell = () => {
    const n = form.querySelectorAll("input[name=units]:checked").length;
    const minutes = form.elements.minutes.value;
    sum.textContent = n && minutes ? sum.dataset.words.replace("{n}", n).replace("{minutes}", minutes) : "";
  };
  form.addEventListener("input", tell);
  tell();
}
