// The text editor of the bulletin desk.
//
// <form data-editor data-save data-draw data-marks data-candidates data-link data-version> holds <input name=title> and
// <textarea name=body>, a paragraph a line: without script it is a plain form. All addresses answer JSON
// {version, saved, marks: [{start, end, look, words, field}], others, open}, or {error}, or {version, html}: the
// difference of both sides, with buttons data-take="mine|theirs|merged" and textareas data-merged and data-theirs.
//
// Places are UTF-16 units into the body as it was posted. A save posts {version, title, body}; saying something of a
// figure posts {version, field, start, end} and the pressed button's name and value, with the card's inputs. The card is
// HTML from data-candidates?start&end&field (at a mark) or ?text (after an @: the words before it); its choices are
// buttons role=option, whose data-insert replaces the @. #saved and #others take the words. After a pause
// text-paused asks for the page with the words near the caret, page-drawn answers, leaf-changed follows a save; they
// say which text it was.
import { baseKeymap, EditorState, EditorView, history, keymap, redo, TextSelection, undo } from "../vendor/prosemirror.js";
import { cardFor } from "./editor/card.js";
import { showConflict } from "./editor/conflict.js";
import { figureMarks, markAt, markBeside, markNumbered, showMarks } from "./editor/marks.js";
import { remarkPlaces, remarkSurface } from "./editor/remarks.js";
import { docOf, nearCaret, offsetOf, readCaret, replaceWith, sliceOf, textOf } from "./editor/text.js";
import { keeper } from "./keeping.js";
import { posted } from "./keeping/requests.js";
import { editedBy } from "./remarks.js";
import { insertBlock, insertTable, newRow, tableLook, tabTo } from "./editor/tables.js";
import { pastedTables } from "./tables.js";

export function startEditor(root) {
  for (const form of root.querySelectorAll("form[data-editor]")) mount(root, form);
}

function mount(root, form) {
  const title = form.querySelector("input[name=title]");
  const area = form.querySelector("textarea[name=body]");
  const others = root.getElementById("others");
  const conflict = root.querySelector("[data-editor-conflict]");
  const holder = document.createElement("div");
  holder.className = "document editor";
  area.hidden = true;
  area.after(holder);
  form.classList.add("is-editor");
  form.reset(); // what the browser put back by itself on a reload is offered, not slipped in
  let composing = false; // an input method is at work, in the text or in the title
  let opened = null; // what the card is about: a mark, or the place of an @

  const saving = keeper({
    form,
    read: () => [["title", title.value], ["body", area.value]],
    fill,
    composing: () => composing || view.composing,
    send: (version, pairs) => send(form.dataset.save, [["version", version], ...pairs]),
    onPause(text) {
      if (!form.dataset.draw) return false;
      root.dispatchEvent(new CustomEvent("text-paused", { detail: { text, form, near: near() } }));
      return true;
    },
    onSaved: answered,
    onConflict: (told, text) => showConflict({ place: conflict, told: told.conflict, text, fill, view, saving }),
  });

  async function send(address, pairs) {
    const { answer, text, fault } = await posted(form, address, pairs, { Accept: "application/json" });
    if (fault) return { fault };
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? JSON.parse(text) : {};
    if (told.html) return { conflict: told };
    if (told.error) return { fault: "refused", words: told.error };
    return answer.ok && told.version !== undefined ? told : { fault: "expired" }; // a page of somebody else's
  }

  function answered(told, text, current) {
    if (others) others.textContent = told.others ?? "";
    if (current) showMarks(view, told.marks);
    root.dispatchEvent(new CustomEvent("leaf-changed", { detail: { text } }));
  }

  // Say something of a figure: the text is saved first, so that its place is the one the server knows.
  const link = (fields) =>
    saving.withStored(async (text) => {
      const told = await send(form.dataset.link, [["version", saving.version], ...Object.entries(fields)]);
      if (told.conflict) return saving.conflicted(told, text);
      if (told.fault === "refused" && card.refuse(told.words)) return false; // the text itself is stored
      if (told.fault) return saving.failed(told);
      card.close();
      saving.say("saved", told.saved);
      answered(told, text, !saving.newer(text));
      return true;
    });

  // Title and text are put in; only what differs is replaced, so that the caret stays with its words.
  function fill(pairs) {
    const given = Object.fromEntries(pairs);
    title.value = given.title;
    replaceWith(view, given.body);
    return [];
  }

  const near = () => (root.activeElement === title ? title.value.slice(0, 16) : nearCaret(view.state));

  // The page turns to the words that are worked on.
  function follow(words = near()) {
    if (!form.dataset.draw) return;
    root.dispatchEvent(new CustomEvent("text-followed", { detail: { text: saving.text, form, near: words } }));
  }

  const card = cardFor({
    form,
    closeWords: { label: form.dataset.cardLabel ?? "" },
    choose: (fields, insert) => choose(fields, insert),
    onClosed: () => view.focus(),
  });

  function openMark(mark) {
    opened = { mark };
    const start = offsetOf(view.state.doc, mark.from);
    const end = offsetOf(view.state.doc, mark.to);
    card.open({ start, end, field: "body" }, boxOf(mark.from));
  }

  function openAt(pos) {
    opened = { at: pos };
    const before = view.state.doc.textBetween(Math.max(0, pos - 80), pos, "\n");
    card.open({ text: before }, boxOf(pos));
  }

  function boxOf(pos) {
    const { left, top, bottom } = view.coordsAtPos(pos);
    return { left, top, bottom };
  }

  async function choose(fields, insert) {
    const place = opened;
    card.rest();
    let { from, to } = place.mark ?? { from: place.at, to: place.at };
    if (!place.mark) {
      view.dispatch(view.state.tr.insertText(insert, from, from + 1));
      to = from + insert.length;
    }
    const doc = view.state.doc;
    await link({ ...fields, field: "body", start: offsetOf(doc, from), end: offsetOf(doc, to) });
  }

  function walk(by) {
    const next = markBeside(view.state, by);
    if (!next) return false;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, next.from)).scrollIntoView());
    return true;
  }

  function openHere() {
    const mark = markAt(view.state, view.state.selection.from);
    if (mark) openMark(mark);
    return Boolean(mark);
  }

  const view = new EditorView(holder, {
    state: EditorState.create({
      doc: docOf(area.value),
      plugins: [
        history(),
        keymap({
          "Mod-z": undo,
          "Mod-y": redo,
          "Mod-Shift-z": redo,
          "Mod-.": openHere,
          "Mod-s": () => saving.flush() && true,
          F8: () => walk(1),
          "Shift-F8": () => walk(-1),
          Tab: tabTo(1),
          "Shift-Tab": tabTo(-1),
          Enter: newRow,
        }),
        keymap(baseKeymap),
        figureMarks(),
        remarkPlaces(),
        tableLook(form.dataset.pictures),
      ],
    }),
    attributes: {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": form.querySelector(`label[for="${area.id}"]`)?.textContent.trim() ?? "",
      spellcheck: "false",
    },
    handleDOMEvents: {
      keydown(now) {
        readCaret(now);
        return false;
      },
    },
    clipboardTextParser: sliceOf,
    transformPastedHTML: () => "", // handlePaste reads what is pasted
    handlePaste(_view, event) {
      const tables = pastedTables(event.clipboardData, area.value);
      const tooLarge = form.querySelector("[data-table-words]");
      if (tooLarge) tooLarge.hidden = !tables?.tooLarge;
      if (tables?.text) {
        insertBlock(view, tables.text.split("\n"));
        return true;
      }
      const text = event.clipboardData?.getData("text/plain");
      if (!text) return false;
      view.dispatch(view.state.tr.replaceSelection(sliceOf(text)).scrollIntoView());
      return true;
    },
    handleTextInput(_view, from, to, text) {
      if (text !== "@") return false;
      view.dispatch(view.state.tr.insertText("@", from, to));
      openAt(from);
      return true;
    },
    handleClick(_view, pos) {
      setTimeout(follow); // when the caret stands where the click put it
      const mark = markAt(view.state, pos);
      if (mark) openMark(mark);
      return Boolean(mark);
    },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      if (!tr.docChanged) return;
      card.close(false);
      area.value = textOf(view.state.doc);
      saving.touch();
    },
  });

  const inserts = form.querySelector("[data-insert-table]");
  if (inserts) inserts.hidden = false;
  inserts?.addEventListener("click", () => insertTable(view));
  root.addEventListener("page-drawn", () => saving.drawn());
  form.addEventListener("compositionstart", () => (composing = true));
  form.addEventListener("compositionend", () => (composing = false));
  title.addEventListener("input", () => saving.touch());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saving.flush();
  });
  async function present(first) {
    const answer = await fetch(form.dataset.marks, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    if (others) others.textContent = told.others ?? "";
    if (first && !saving.dirty && String(told.version) === form.dataset.version) showMarks(view, told.marks);
  }
  // A question in the list, or a refusal, leads to its mark.
  function goTo(hash) {
    const number = Number(/^#fm(\d+)$/.exec(hash)?.[1]);
    const mark = number && markNumbered(view.state, number);
    if (!mark) return false;
    view.focus();
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, mark.from)).scrollIntoView());
    openMark(mark);
    return true;
  }
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-question]");
    if (link && goTo(link.hash)) event.preventDefault();
  });
  editedBy(remarkSurface({ view, title, saving }));
  present(true).then(() => goTo(location.hash));
  follow(title.value.slice(0, 16) || area.value.slice(0, 16));
  setInterval(() => !document.hidden && present(false), 20_000);
}

