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
import { figureMarks, markAt, markBeside, showMarks } from "./editor/marks.js";
import { saver } from "./editor/saving.js";
import { docOf, nearCaret, offsetOf, sliceOf, textOf } from "./editor/text.js";

export function startEditor(root) {
  for (const form of root.querySelectorAll("form[data-editor]")) mount(root, form);
}

function mount(root, form) {
  const title = form.querySelector("input[name=title]");
  const area = form.querySelector("textarea[name=body]");
  const status = root.getElementById("saved");
  const others = root.getElementById("others");
  const conflict = root.querySelector("[data-editor-conflict]");
  const holder = document.createElement("div");
  holder.className = "document editor";
  area.hidden = true;
  area.after(holder);
  form.classList.add("is-editor");
  let composing = false; // an input method is at work, in the text or in the title
  let opened = null; // what the card is about: a mark, or the place of an @

  const saving = saver({
    form,
    read: () => ({ title: title.value, body: area.value }),
    composing: () => composing || view.composing,
    onPause(text) {
      if (!form.dataset.draw) return false;
      const near = root.activeElement === title ? title.value.slice(0, 16) : nearCaret(view.state);
      root.dispatchEvent(new CustomEvent("text-paused", { detail: { text, form, near } }));
      return true;
    },
    onSaved(told, text, current) {
      status.textContent = told.saved;
      if (others) others.textContent = told.others ?? "";
      if (current) showMarks(view, told.marks);
      root.dispatchEvent(new CustomEvent("leaf-changed", { detail: { text } }));
    },
    onConflict: (told, text) => showConflict({ place: conflict, told, text, title, view, saving }),
    onFault(fault) {
      const expired = fault.status === 401 || fault.status === 403;
      status.textContent = fault.words ?? (expired ? status.dataset.expired : status.dataset.offline);
    },
  });

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
    card.close();
    let { from, to } = place.mark ?? { from: place.at, to: place.at };
    if (!place.mark) {
      view.dispatch(view.state.tr.insertText(insert, from, from + 1));
      to = from + insert.length;
    }
    const doc = view.state.doc;
    await saving.link({ ...fields, field: "body", start: offsetOf(doc, from), end: offsetOf(doc, to) });
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
        }),
        keymap(baseKeymap),
        figureMarks(),
      ],
    }),
    attributes: {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": form.querySelector(`label[for="${area.id}"]`)?.textContent.trim() ?? "",
      spellcheck: "false",
    },
    clipboardTextParser: sliceOf,
    handlePaste(_view, event) {
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
      const mark = markAt(view.state, pos);
      if (mark) openMark(mark);
      return Boolean(mark);
    },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      if (!tr.docChanged) return;
      card.close(false);
      area.value = textOf(view.state.doc);
      status.textContent = status.dataset.typing;
      saving.touch();
    },
  });

  root.addEventListener("page-drawn", () => saving.drawn());
  form.addEventListener("compositionstart", () => (composing = true));
  form.addEventListener("compositionend", () => (composing = false));
  title.addEventListener("input", () => {
    status.textContent = status.dataset.typing;
    saving.touch();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saving.flush();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!saving.dirty) return;
    event.preventDefault();
    event.returnValue = ""; // what browsers before 2023 ask for
  });

  async function present(first) {
    const answer = await fetch(form.dataset.marks, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    if (others) others.textContent = told.others ?? "";
    if (first && !saving.dirty && String(told.version) === form.dataset.version) showMarks(view, told.marks);
  }
  present(true);
  setInterval(() => !document.hidden && present(false), 20_000);
}

