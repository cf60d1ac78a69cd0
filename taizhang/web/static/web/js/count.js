// How much waits stands in the menu once the server has said so; where it cannot, no number is shown.
export function startCount(root) {
  for (const place of root.querySelectorAll("[data-count]")) {
    fetch(place.dataset.count, { headers: { "X-Requested-With": "fetch" } })
      .then((answer) => (answer.ok ? answer.json() : { count: 0 }))
      .then(({ count }) => {
        place.textContent = count ? String(count) : "";
        place.hidden = !count;
      })
      .catch(() => {});
  }
}
