// Saving after a pause: one request at a time, and an answer never speaks for a newer text.
const PAUSE = 600;
const DRAWING = 250; // how long the save lets the page be drawn first: they would slow each other down
const AGAIN = 5_000; // after a lost connection

export function saver({ form, read, composing, onPause, onSaved, onConflict, onFault }) {
  let version = Number(form.dataset.version);
  let changed = 0;
  let stored = 0;
  let timer = 0;
  let running = null;
  let drawing = false; // the page first

  // Null when others changed the text: nothing is stored until the writer has chosen.
  async function send(address, fields, turn) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "error" });
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (told.html) {
      onConflict(told, turn);
      return null;
    }
    if (!answer.ok || told.error) throw Object.assign(new Error("refused"), { status: answer.status, words: told.error });
    return told;
  }

  async function save() {
    const turn = changed;
    try {
      const told = await send(form.dataset.save, { version, ...read() }, turn);
      if (!told) return false;
      version = told.version;
      stored = turn;
      onSaved(told, turn, turn === changed);
      return true;
    } catch (fault) {
      onFault(fault);
      if (!fault.words && !(fault.status < 500)) later(AGAIN);
      return false;
    }
  }

  async function say(fields) {
    const turn = changed;
    try {
      const told = await send(form.dataset.link, { version, ...fields }, turn);
      if (!told) return false;
      onSaved(told, turn, turn === changed);
      return true;
    } catch (fault) {
      onFault(fault);
      return false;
    }
  }

  // Each request speaks of the version the last one left: two at a time would contradict each other.
  async function alone(work) {
    while (running) await running;
    running = work();
    const done = await running;
    running = null;
    if (done && stored !== changed) later();
    return done;
  }

  function flush() {
    clearTimeout(timer);
    drawing = false;
    return alone(async () => stored === changed || save());
  }

  function later(pause = PAUSE) {
    clearTimeout(timer);
    drawing = false;
    timer = setTimeout(rest, pause);
  }

  function rest() {
    if (composing()) return later();
    drawing = stored !== changed && onPause(changed);
    if (!drawing) return flush();
    timer = setTimeout(flush, DRAWING);
  }

  return {
    touch() {
      changed += 1;
      later();
    },
    flush,
    drawn() {
      if (drawing) flush();
    },
    get dirty() {
      return stored !== changed;
    },
    // Say something of a figure: the text is saved first, so that its place is the one the server knows.
    link(fields) {
      clearTimeout(timer);
      drawing = false;
      return alone(async () => (stored === changed || (await save())) && say(fields));
    },
    // Whether the text has changed since the one that went out then.
    newer: (turn) => turn !== changed,
    settle(newVersion) {
      version = newVersion;
    },
  };
}
