// A form that something is typed or chosen in carries the number of its page in the browser's history: Back and Save, or a
// reload, sends the same number again, and the server carries it out once (web/frame/once.py). Buttons alone may be meant
// again. Only what is sent as a page counts, so that the number is put in when the form goes.
const TYPED = "textarea, select, input:not([type=hidden]):not([type=checkbox]):not([type=submit])";

export function startOnce(root) {
  const known = history.state?.once ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
  history.replaceState({ ...history.state, once: known }, "");
  root.addEventListener("submit", ({ target }) => {
    if (target.getAttribute("method") !== "post" || !target.querySelector(TYPED)) return;
    const field = target.querySelector("input[name=once]") ?? document.createElement("input");
    Object.assign(field, { type: "hidden", name: "once", value: known });
    target.append(field);
  }, true);
}
