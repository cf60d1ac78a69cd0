// Many files are sent in turns, so that no request is long and the progress can be seen.
const form = document.querySelector("form[data-many]");
form?.addEventListener("submit", (event) => {
  const input = form.querySelector("input[type=file]");
  const most = Number(form.dataset.many);
  if (input.files.length <= most) return;
  event.preventDefault();
  send([...input.files], most);
});

async function send(files, most) {
  const place = form.querySelector("[data-many-progress]");
  const bar = place.querySelector("progress");
  const words = place.querySelector("[role=status]");
  const began = Date.now();
  place.hidden = false;
  form.querySelector("button").disabled = true;
  bar.max = files.length;
  for (let at = 0; at < files.length; at += most) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "series"]) body.append(name, form.elements[name].value);
    for (const file of files.slice(at, at + most)) body.append("papers", file);
    const answer = await fetch(location.pathname, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "error",
    }).catch(() => null);
    if (!answer?.ok) {
      words.textContent = form.dataset.manyFailed.replace("{n}", at);
      form.querySelector("button").disabled = false;
      return;
    }
    const done = Math.min(at + most, files.length);
    bar.value = done;
    const left = Math.ceil(((Date.now() - began) / done / 1000) * (files.length - done));
    words.textContent = form.dataset.manyWords.replace("{n}", done).replace("{m}", files.length).replace("{s}", left);
  }
  location.assign(location.pathname);
}
