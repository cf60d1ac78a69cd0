// The one autosave of the house: every form whose text is longer than a line saves itself through `keeper`.
//
// One request at a time; an answer never speaks for a newer text. "Saved" is said only in the words of an answer that
// names the version stored. Whatever is not stored yet lies in this browser (keeping/drafts.js) and is offered when
// the form is opened again. #keeping in the page holds the words and the person; the form names data-save, the address
// of its saves, and data-status, the id of the place where the state is said.
import { leftBefore, put, remove } from "./keeping/drafts.js";
import { renewed, tokenOf } from "./keeping/requests.js";
import { offer, textsDiffer } from "./keeping/versions.js";

const PAUSE = 600;
const DRAWING = 250; // how long a save lets the page be drawn first: they would slow each other down
const AGAIN = 5_000; // after a lost connection or a fault of the server
const PASSING = ["offline", "busy"]; // faults that are over by themselves

// `read` returns the text as [name, value] pairs and `fill` puts such pairs in; `send(version, pairs)` returns
// {version, ...} of a stored text, {conflict} where others changed it, or {fault, words}.
export function keeper(parts) {
  const { form, read, fill, send, onSaved, onConflict } = parts;
  const { composing = () => false, onPause = () => false, pause = PAUSE } = parts;
  const root = form.ownerDocument;
  const words = root.getElementById("keeping").dataset;
  const status = root.getElementById(form.dataset.status ?? "saved");
  const address = new URL(form.dataset.save, location.href).pathname;
  const slot = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const draft = { person: words.person, address, slot };
  let version = Number(form.dataset.version ?? form.elements.version.value);
  let base = read();
  let changed = 0;
  let stored = 0;
  let timer = 0;
  let running = null;
  let drawing = false; // the page first
  let fault = null;
  let gone = false; // the form has been sent: no save may overtake it

  const dirty = () => stored !== changed;

  function say(kind, text) {
    status.textContent = text || words[kind] || "";
    if (kind !== "expired") return;
    const link = root.createElement("a");
    Object.assign(link, { href: location.href, target: "_blank", rel: "noopener", textContent: words.loginWords });
    status.append(" ", link);
  }

  function keepHere() {
    if (!dirty()) return remove(draft);
    if (put(draft, { at: Date.now(), version, base, pairs: read() })) return;
    say("full");
  }

  function failed(told) {
    fault = told.fault;
    say(fault, told.words);
    if (PASSING.includes(fault)) later(AGAIN);
    return false;
  }

  async function conflicted(told, turn) {
    fault = "overtaken";
    say("overtaken");
    await onConflict(told, turn);
    return false;
  }

  // After a log-in the page's token is another one; whoever logged in as somebody else saves nothing here.
  async function admitted() {
    const { page, fault: why } = await renewed(words.home);
    const person = page?.getElementById("keeping")?.dataset.person;
    if (!person) return failed({ fault: why ?? "expired" });
    if (person !== words.person) return failed({ fault: "other" });
    for (const field of root.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = tokenOf(page);
    return true;
  }

  async function attempt() {
    const turn = changed;
    const pairs = read();
    return { turn, pairs, told: await send(version, pairs) };
  }

  async function save() {
    if (gone) return false;
    if (["expired", "other"].includes(fault) && !(await admitted())) return false;
    let { turn, pairs, told } = await attempt();
    if (told.fault === "forbidden") {
      if (!(await admitted())) return false;
      ({ turn, pairs, told } = await attempt());
    }
    if (told.conflict) return conflicted(told, turn);
    if (told.fault) return failed(told);
    fault = null;
    version = told.version;
    base = pairs;
    stored = turn;
    keepHere();
    say("saved", told.saved);
    onSaved(told, turn, turn === changed);
    return true;
  }

  // Each request speaks of the version the last one left: two at a time would contradict each other.
  async function alone(work) {
    while (running) await running;
    running = work();
    const done = await running;
    running = null;
    if (done && dirty()) later();
    return done;
  }

  function flush() {
    clearTimeout(timer);
    drawing = false;
    return alone(async () => !dirty() || save());
  }

  function later(wait = pause) {
    clearTimeout(timer);
    drawing = false;
    if (!gone) timer = setTimeout(rest, wait);
  }

  function rest() {
    if (composing()) return later();
    drawing = dirty() && onPause(changed);
    if (!drawing) return flush();
    timer = setTimeout(flush, DRAWING);
  }

  function touch() {
    changed += 1;
    if (!fault) say("typing");
    keepHere();
    later();
  }

  function restore(entry) {
    version = entry.version; // saved as what it is, a change of that version: a newer text is shown beside it
    base = entry.base;
    const missing = fill(entry.pairs);
    touch();
    flush();
    return missing;
  }

  for (const entry of leftBefore(draft)) {
    if (textsDiffer(entry.pairs, base)) offer({ form, words, entry, now: base, restore, forget: () => remove(entry) });
    else {
      remove(entry); // the page shows it, stored or as it was refused
      version = entry.version > version ? version : entry.version;
      base = entry.base;
      changed += 1;
      keepHere();
      later();
    }
  }
  const again = () => fault && dirty() && !root.hidden && flush();
  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  root.addEventListener("visibilitychange", again);
  window.addEventListener("beforeunload", (event) => {
    if (!dirty() || gone) return;
    event.preventDefault();
    event.returnValue = ""; // what browsers before 2023 ask for
  });

  return {
    touch,
    flush,
    say,
    failed,
    conflicted,
    drawn() {
      if (drawing) flush();
    },
    get dirty() {
      return dirty();
    },
    get text() {
      return changed;
    },
    get busy() {
      return Boolean(running);
    },
    get fault() {
      return fault;
    },
    get version() {
      return version;
    },
    get base() {
      return base;
    },
    // Do `work` with the stored text: its places are then the ones the server knows.
    withStored(work) {
      clearTimeout(timer);
      drawing = false;
      return alone(async () => (!dirty() || (await save())) && work(changed));
    },
    newer: (turn) => turn !== changed,
    // The writer has chosen, or both sides went together: go on from the version that is stored.
    settle(newVersion, newBase = base) {
      version = newVersion;
      base = newBase;
      fault = null;
    },
    leave(going) {
      gone = going;
      if (gone) clearTimeout(timer);
    },
  };
}
