// The places of remarks: laid over the text as it is stored, carried along while one types on.
import { Decoration, DecorationSet, Plugin, PluginKey, TextSelection } from "../../vendor/prosemirror.js";
import { offsetOf, posOf, readCaret } from "./text.js";

const key = new PluginKey("remarks");

export const remarkPlaces = () =>
  new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, places) => tr.getMeta(key) ?? places.map(tr.mapping, tr.doc),
    },
    props: {
      decorations: (state) => key.getState(state),
      handleClick(view, pos) {
        const [found] = key.getState(view.state).find(pos, pos);
        if (found) view.dom.dispatchEvent(new CustomEvent("remark-asked", { bubbles: true, detail: found.spec.number }));
        return false;
      },
    },
  });

// What remarks.js asks of the editor.
export function remarkSurface({ view, title, saving }) {
  const whole = () => `${title.value}\n${view.state.doc.textBetween(0, view.state.doc.content.size, "\n")}`;

  function selected() {
    const text = whole();
    if (document.activeElement === title) {
      const { selectionStart: start, selectionEnd: end } = title;
      return { text, start, end, box: title.getBoundingClientRect() };
    }
    if (!view.hasFocus()) return null;
    const { from, to } = view.state.selection;
    const before = title.value.length + 1;
    const { left, top, bottom } = view.coordsAtPos(from);
    const [start, end] = [from, to].map((pos) => before + offsetOf(view.state.doc, pos));
    return { text, start, end, box: { left, top, bottom } };
  }

  // Only where the text is the stored one: later the places are carried along.
  function show(placesIn) {
    if (saving.dirty) return;
    readCaret(view);
    const { doc, tr } = view.state;
    const before = title.value.length + 1;
    const laid = placesIn(whole())
      .filter(({ start, end }) => start >= before && start < end)
      .map(({ start, end, number }) =>
        Decoration.inline(
          posOf(doc, start - before),
          posOf(doc, end - before),
          { class: "remark-place" },
          { number, inclusiveStart: false, inclusiveEnd: false },
        ),
      );
    view.dispatch(tr.setMeta(key, DecorationSet.create(doc, laid)).setMeta("addToHistory", false));
  }

  function goTo(number) {
    const [found] = key.getState(view.state).find(undefined, undefined, (spec) => spec.number === number);
    if (!found) return false;
    const { doc, tr } = view.state;
    view.focus();
    view.dispatch(tr.setSelection(TextSelection.create(doc, found.from, found.to)).scrollIntoView());
    return true;
  }

  function goToPlace(unitsIn) {
    const { doc, tr } = view.state;
    const units = unitsIn(whole()) - title.value.length - 1;
    if (units < 0) {
      title.focus();
      return title.setSelectionRange(units + title.value.length + 1, units + title.value.length + 1);
    }
    view.focus();
    view.dispatch(tr.setSelection(TextSelection.create(doc, posOf(doc, units))).scrollIntoView());
  }

  return {
    node: view.dom,
    goToPlace,
    selected,
    show,
    goTo,
    store: () => saving.flush(),
    get dirty() {
      return saving.dirty;
    },
    get version() {
      return saving.version;
    },
  };
}
