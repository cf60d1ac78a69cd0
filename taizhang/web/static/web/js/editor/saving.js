// Saving after a pause: one request at a time, and an answer never speaks for a newer text.
const PAUSE = 600;

export function saver({ form, read, composing, onSaved, onConflict, onFault }) {
  let version = Number(form.dataset.version);
  let changed = 0;
  let stored = 0;
  let timer = 0;
  let running = null;
  let held = false;

  async function send(address, fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "error" });
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    return { status: answer.status, told };
  }

  async function save() {
    const turn = changed;
    try {
      const { status, told } = await send(form.dataset.save, { version, ...read() });
      if (status === 409) {
        held = true;
        onConflict(told);
        return false;
      }
      if (status !== 200) throw Object.assign(new Error("refused"), { status, words: told.error });
      version = told.version;
      stored = turn;
      onSaved(told, turn === changed);
      return true;
    } catch (fault) {
      onFault(fault);
      return false;
    }
  }

  async function flush() {
    clearTimeout(timer);
    while (running) await running;
    if (held || stored === changed) return !held;
    running = save();
    const done = await running;
    running = null;
    if (done && stored !== changed) later();
    return done;
  }

  function later() {
    clearTimeout(timer);
    if (!held) timer = setTimeout(() => (composing() ? later() : flush()), PAUSE);
  }

  return {
    touch() {
      changed += 1;
      later();
    },
    flush,
    get dirty() {
      return stored !== changed;
    },
    // Say something of a figure: the text is saved first, so that its place is the one the server knows.
    async link(fields) {
      if (!(await flush())) return false;
      const { status, told } = await send(form.dataset.link, { version, ...fields });
      if (status === 409 && told.html) onConflict(told);
      else if (status !== 200) onFault({ status, words: told.error });
      else onSaved(told, true);
      return status === 200;
    },
    settle(newVersion) {
      held = false;
      version = newVersion;
    },
  };
}
