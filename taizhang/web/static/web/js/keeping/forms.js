// Forms of plain fields: <form data-save data-status> with a field "version". A save is answered by a part of the page
// with the new version, swapped in by htmx (the state first, other parts by their own ids); 422 and 409 are refusals,
// the second because others changed the same: their side is read from the page as the server has it now.
import { keeper } from "../keeping.js";
import { documentOf, posted, renewed } from "./requests.js";
import { showClashes, together, valuesOf } from "./versions.js";

const PAUSE = 1_000;
const OWN = new Set(["csrfmiddlewaretoken", "version", "act", "once"]);

export function startKeeping(root) {
  for (const form of root.querySelectorAll("form[data-save]:not([data-editor])")) mount(root, form);
}

const pairsOf = (form) =>
  [...new FormData(form)]
    .filter(([name, value]) => !OWN.has(name) && typeof value === "string")
    .map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]);

function mount(root, form) {
  form.reset(); // what the browser put back by itself on a reload is offered, not slipped in
  const words = root.getElementById("keeping").dataset;
  const status = `#${form.dataset.status}`;
  const keeping = keeper({
    form,
    pause: PAUSE,
    read: () => pairsOf(form),
    fill: (pairs) => fill(form, pairs),
    send,
    onSaved: () => root.dispatchEvent(new CustomEvent("leaf-changed")),
    onConflict,
  });

  async function send(version, pairs) {
    const headers = { "HX-Request": "true", "X-Requested-With": "fetch" };
    const { answer, text, fault } = await posted(form, form.dataset.save, [["version", version], ...pairs], headers);
    if (fault) return { fault };
    if (answer.status === 409) return { conflict: true };
    const given = documentOf(text).querySelector("input[name=version]")?.value;
    if (answer.ok && given === undefined) return { fault: "expired" }; // a page of somebody else's
    window.htmx.swap(status, text, { swapStyle: "innerHTML" });
    const said = root.querySelector(status).textContent.trim();
    if (!answer.ok) return { fault: "refused", words: said };
    form.elements.version.value = given;
    return { version: Number(given), saved: said };
  }

  async function onConflict() {
    const { page, fault } = await renewed(location.href);
    if (fault) return keeping.failed({ fault });
    const other = page.querySelector(`form[data-save="${form.dataset.save}"]`);
    if (!other) return keeping.say("removed");
    const theirs = pairsOf(other);
    const given = other.elements.version.value;
    const goOn = (pairs) => {
      fill(form, pairs);
      form.elements.version.value = given;
      keeping.settle(Number(given), theirs);
      keeping.touch();
      keeping.say("merged");
    };
    const { pairs, clashes } = together(keeping.base, pairsOf(form), theirs);
    if (!clashes.length) return goOn(pairs);
    const choose = (side) => {
      const now = together(keeping.base, pairsOf(form), theirs).pairs; // with what was typed since
      const kept = now.filter(([name]) => !clashes.includes(name));
      goOn(side === "mine" ? now : [...kept, ...theirs.filter(([name]) => clashes.includes(name))]);
    };
    showClashes({ form, words, clashes, mine: pairsOf(form), theirs, choose });
  }

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => event.target.name && event.target.type !== "file" && keeping.touch());
  }
  form.addEventListener("submit", (event) => {
    if ("leaving" in form.dataset) return event.preventDefault();
    if (!keeping.dirty && !keeping.busy) return keeping.leave(true);
    event.preventDefault();
    form.dataset.leaving = "";
    leave(event.submitter);
  });
  // Another form takes the page away: what was typed in this one is stored first.
  root.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target === form || target.getAttribute("method") !== "post" || "leaving" in form.dataset) return;
    if (!keeping.dirty && !keeping.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await keeping.flush()) target.requestSubmit(submitter);
  }, true);
  window.addEventListener("pageshow", () => {
    delete form.dataset.leaving;
    keeping.leave(false);
  });

  // A form is sent when its text is stored, or when the server has refused it and is to say why at each field.
  async function leave(submitter) {
    const stored = await keeping.flush();
    if (!stored && keeping.fault !== "refused") return delete form.dataset.leaving;
    keeping.leave(true);
    submitted(form, submitter);
  }
}

// As if the button had been pressed, to where it goes; no listener is asked again.
function submitted(form, submitter) {
  const action = form.getAttribute("action") ?? "";
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: submitter?.name ?? "", value: submitter?.value ?? "" });
  form.append(field);
  form.setAttribute("action", submitter?.getAttribute("formaction") ?? action);
  HTMLFormElement.prototype.submit.call(form);
  form.setAttribute("action", action); // for whoever comes back to the page
  field.remove();
}

// The pairs that have no field.
function fill(form, pairs) {
  const values = valuesOf(pairs);
  const taken = new Map();
  for (const field of form.elements) {
    if (!field.name || OWN.has(field.name) || field.type === "file" || field.type === "submit") continue;
    const given = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (field.type === "select-multiple") for (const each of field.options) each.selected = given.includes(each.value);
    else if (given.length) {
      const at = taken.get(field.name) ?? 0;
      field.value = given[Math.min(at, given.length - 1)];
      taken.set(field.name, at + 1);
    }
  }
  return pairs.filter(([name]) => !form.elements[name]);
}
