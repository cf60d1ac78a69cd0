// A link to a page (data-copy: what to say once it is copied) that is put on the clipboard with its styles and pictures,
// for the editor of a public account; a browser that does not copy downloads it, as without the script.
const fetched = new Map();

function plain(html) {
  const area = document.createElement("textarea");
  area.innerHTML = html.replace(/<\/(p|tr)>\n?/g, "\n").replace(/<\/t[dh]>/g, "\t").replace(/<[^>]*>/g, "");
  return area.value.trim();
}

function put(html) {
  let given = false;
  const give = (event) => {
    event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", plain(html));
    event.preventDefault();
    given = true;
  };
  document.addEventListener("copy", give);
  document.execCommand("copy"); // the other clipboard needs https, which an office's own network often has not
  document.removeEventListener("copy", give);
  return given;
}

async function sectionOf(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const html = await answer.text();
  return html.slice(html.indexOf("<section"), html.lastIndexOf("</section>") + "</section>".length);
}

export function startCopy(root) {
  root.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-copy]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      if (!fetched.has(link.href)) fetched.set(link.href, await sectionOf(link.href));
      if (!put(fetched.get(link.href))) throw new Error("clipboard");
      root.getElementById(link.dataset.says).textContent = link.dataset.copy;
    } catch {
      location.assign(link.href);
    }
  });
}
