// The official page: fetched anew after each saved change, shown only when its picture is ready,
// and never replaced by an older one.
export function startLeaf(root) {
  const place = root.getElementById("leaf");
  if (!place) return;
  let wanted = 0;
  let page = Number(place.dataset.page) || 1;

  async function load() {
    const turn = ++wanted;
    setBusy(place, true);
    const address = new URL(place.dataset.from, location.href);
    address.searchParams.set("page", String(page));
    let fresh = null;
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(String(answer.status));
      fresh = await parse(await answer.text());
    } catch {
      if (turn === wanted) setBusy(place, false);
      return;
    }
    if (turn !== wanted) return;
    const turner = root.activeElement?.dataset?.turn;
    place.replaceChildren(...fresh.childNodes);
    if (turner) place.querySelector(`[data-turn="${turner}"]`)?.focus();
  }

  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-turn]");
    if (!link) return;
    event.preventDefault();
    page = Number(link.dataset.page);
    load();
  });
  root.addEventListener("leaf-changed", load);
  if (place.dataset.unchecked !== undefined) load();
}

function setBusy(place, busy) {
  place.querySelector(".leaf")?.setAttribute("aria-busy", String(busy));
}

async function parse(html) {
  const holder = new DOMParser().parseFromString(html, "text/html").body;
  const picture = holder.querySelector("img");
  if (picture) {
    const loading = document.importNode(picture, false);
    try {
      await loading.decode();
    } catch {
      // A page that cannot be drawn still brings its words.
    }
    picture.replaceWith(loading);
  }
  return holder;
}
