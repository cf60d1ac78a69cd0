// The marks on figures: laid over the text as the server sees it, carried along while one types on.
import { Decoration, DecorationSet, Plugin, PluginKey } from "../../vendor/prosemirror.js";
import { posOf, readCaret } from "./text.js";

const key = new PluginKey("figures");

export const figureMarks = () =>
  new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, marks) => tr.getMeta(key) ?? marks.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  });

export function showMarks(view, marks) {
  readCaret(view);
  const { doc } = view.state;
  const laid = marks
    .filter((mark) => mark.field === "body" && mark.start < mark.end)
    .map((mark) =>
      Decoration.inline(
        posOf(doc, mark.start),
        posOf(doc, mark.end),
        { class: `mark mark-${mark.look}`, title: mark.words },
        { mark, inclusiveStart: false, inclusiveEnd: false },
      ),
    );
  view.dispatch(view.state.tr.setMeta(key, DecorationSet.create(doc, laid)).setMeta("addToHistory", false));
}

// The mark at a place of the document, with where it stands now.
export function markAt(state, pos) {
  const [found] = key.getState(state).find(pos, pos);
  return found ? { ...found.spec.mark, from: found.from, to: found.to } : null;
}

// The mark of that number.
export function markNumbered(state, number) {
  const found = key.getState(state).find(undefined, undefined, (spec) => spec.mark.number === number)[0];
  return found ? { ...found.spec.mark, from: found.from, to: found.to } : null;
}

// The next mark after the selection (or the one before), round the end.
export function markBeside(state, by) {
  const all = key.getState(state).find().sort((one, other) => one.from - other.from);
  if (!all.length) return null;
  const { from } = state.selection;
  const next =
    by > 0 ? all.find((each) => each.from > from) ?? all[0] : all.reverse().find((each) => each.from < from) ?? all[0];
  return { ...next.spec.mark, from: next.from, to: next.to };
}
