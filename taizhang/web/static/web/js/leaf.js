// The official page: drawn while somebody writes, fetched anew with its form check after each saved change, shown
// only when its picture is ready, and never replaced by that of an older text.
import { bringIn } from "./keys.js";

const PICTURE = ".leaf img, .leaf canvas";
const PICTURE_IN = "img, canvas";

export function startLeaf(root) {
  const place = root.getElementById("leaf");
  if (!place) return;
  let page = Number(place.dataset.page) || 1;
  let every = place.dataset.all === "1"; // all pages below each other
  let turn = 0;
  let loads = 0; // under way
  let saved = 0; // the newest text that is known to be stored
  let followed = 0; // the newest turn by a click whose page is known
  const shown = { text: 0, turn: 0 };

  const asked = (text) => ({ text, turn: ++turn });

  // Whether what was asked for then may still be shown; if so, it is what is shown now.
  function newest(then) {
    if (then.text < shown.text || (then.text === shown.text && then.turn < shown.turn)) return false;
    Object.assign(shown, then);
    return true;
  }

  async function load() {
    const then = asked(saved);
    loads += 1;
    setBusy(place, true);
    const fresh = await fetched(place.dataset.from, page, every);
    loads -= 1;
    if (fresh && newest(then)) {
      const turner = root.activeElement?.dataset?.turn;
      place.replaceChildren(...fresh.childNodes);
      if (turner) place.querySelector(`[data-turn="${turner}"]`)?.focus();
    }
    setBusy(place, loads > 0);
  }

  // Whether the page was turned. Only the picture; what the form check says of it comes with the saved text.
  // With turning, the page that is shown already stays as it is.
  async function draw({ text, form, near }, turning = false) {
    const picture = place.querySelector(PICTURE);
    if (!picture) return false;
    const then = asked(text);
    const before = page;
    const body = new FormData(form);
    const width = Math.ceil(picture.clientWidth * devicePixelRatio);
    for (const [name, value] of Object.entries({ near, page, width })) body.append(name, value);
    const answer = await fetch(form.dataset.draw, { method: "POST", body }).catch(() => null);
    if (answer?.status !== 200) return false;
    const there = Number(answer.headers.get("X-Page"));
    if (turning && then.turn < followed) return false;
    if (turning) followed = then.turn;
    if (turning && every) bringIn(leafOf(there), "nearest");
    if (turning && (every || there === before)) return false;
    const fresh = await canvasOf(await answer.blob(), picture.alt ?? picture.ariaLabel);
    if (!newest(then)) return false;
    if (page === before) page = there;
    (leafOf(there) ?? place).querySelector(PICTURE_IN)?.replaceWith(fresh);
    return page !== before;
  }

  const leafOf = (number) => place.querySelector(every ? `.leaf[data-page="${number}"]` : ".leaf");

  // The words at a point of the page are brought in where they are written.
  async function lead(event) {
    const leaf = event.target.closest(".leaf");
    if (!leaf || !place.dataset.words) return;
    const { left, top, width, height } = leaf.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) / width, (event.clientY - top) / height].map((share) => Math.round(share * 1000));
    const address = place.dataset.words.replace("/0/", `/${leaf.dataset.page}/`);
    const answer = await fetch(`${address}?x=${x}&y=${y}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.status !== 200 || answer.redirected) return;
    const { article, start, url } = await answer.json();
    if (String(article) !== place.dataset.article) location.assign(url);
    else root.dispatchEvent(new CustomEvent("words-asked", { detail: start }));
  }

  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-turn], a[data-every]");
    if (!link) return lead(event);
    event.preventDefault();
    if (link.dataset.every) every = link.dataset.every === "1";
    else page = Number(link.dataset.page);
    load();
  });
  root.addEventListener("text-paused", async (event) => {
    await draw(event.detail);
    root.dispatchEvent(new CustomEvent("page-drawn"));
  });
  root.addEventListener("text-followed", async (event) => {
    if ((await draw(event.detail, true)) && event.detail.text === saved) load(); // the check and the turning links of that page
  });
  root.addEventListener("leaf-changed", (event) => {
    saved = Math.max(saved, event.detail?.text ?? 0);
    load();
  });
  if (place.dataset.unchecked !== undefined) load();
}

// The pane as the server has it, null where it cannot be had.
async function fetched(from, page, every) {
  const address = new URL(from, location.href);
  address.searchParams.set("page", String(page));
  if (every) address.searchParams.set("all", "1");
  const html = await fetch(address, { headers: { "X-Requested-With": "fetch" } })
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null);
  return html === null ? null : parse(html);
}

// On a canvas: the policy of content lets no picture come from anywhere but an address of this site.
async function canvasOf(blob, name) {
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("bitmaprenderer").transferFromImageBitmap(bitmap); // handed over, not drawn
  return canvas;
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
