// Tables and pictures in the editor: lines look like rows, Tab goes from cell to cell, Enter gives a new row.
import { Decoration, DecorationSet, Plugin, PluginKey, TextSelection } from "../../vendor/prosemirror.js";
import { cellsOf, isRow, isRule, nextNumber, rowOf } from "../tables.js";
import { sliceOf, textOf } from "./text.js";

const key = new PluginKey("tables");
const SKELETON = [rowOf(["项目", "数量", "备注"]), rowOf(["---", "---", "---"]), rowOf(["", "", ""]), rowOf(["", "", ""])];

export const tableLook = (pictures) =>
  new Plugin({
    key,
    state: {
      init: (_config, state) => drawn(state.doc, pictures),
      apply: (tr, looks) => (tr.docChanged ? drawn(tr.doc, pictures) : looks),
    },
    props: { decorations: (state) => key.getState(state) },
  });

function drawn(doc, pictures) {
  const looks = [];
  for (const run of runsOf(doc)) {
    const rule = run.findIndex(({ node }, n) => n > 0 && isRule(node.textContent));
    if (rule < 1) continue;
    const widths = run.map(({ node }) => cellsOf(node.textContent).map(widthOf));
    const widest = widths.reduce((most, row) => row.map((width, n) => Math.max(width, most[n] ?? 0)), []);
    run.forEach(({ node, at }, n) => {
      const look = n < rule ? "text-row text-row-head" : n === rule ? "text-row text-row-rule" : "text-row";
      looks.push(Decoration.node(at, at + node.nodeSize, { class: look }));
      looks.push(...(n === rule ? [] : spacers(node.textContent, at, widths[n], widest)));
    });
  }
  doc.forEach((node, at) => looks.push(...pictureLook(node, at, pictures)));
  return DecorationSet.create(doc, looks);
}

// The line of a picture: the picture itself, what names it faint.
function pictureLook(node, at, pictures) {
  const found = /^(!\[)[^\]]*(\]\(picture:([a-p]{24})\))$/.exec(node.textContent);
  if (!found || !pictures) return [];
  const ends = [[0, found[1].length], [node.textContent.length - found[2].length, node.textContent.length]];
  return [
    Decoration.node(at, at + node.nodeSize, { class: "text-row text-row-picture" }),
    Decoration.widget(at + 1, () => thumbnail(pictures.replace("name", found[3])), { side: -1, key: found[3] }),
    ...ends.map(([from, to]) => Decoration.inline(at + 1 + from, at + 1 + to, { class: "text-bar text-small" })),
  ];
}

function thumbnail(address) {
  const made = document.createElement("img");
  Object.assign(made, { src: address, alt: "", className: "text-thumbnail" });
  return made;
}

// Neighbouring paragraphs that are lines between bars.
function runsOf(doc) {
  const runs = [];
  let run = null;
  doc.forEach((node, at) => {
    if (!isRow(node.textContent)) run = null;
    else if (run) run.push({ node, at });
    else runs.push((run = [{ node, at }]));
  });
  return runs;
}

// Bars are faint; before each a blank makes up for what the cell lacks of its column's width.
function spacers(line, at, mine, widest) {
  const looks = [];
  let place = line.indexOf("|");
  for (let n = 0; place >= 0; n += 1, place = line.indexOf("|", place + 1)) {
    looks.push(Decoration.inline(at + 1 + place, at + 2 + place, { class: "text-bar" }));
    if (n && n <= mine.length) looks.push(Decoration.widget(at + 1 + place, () => blank(widest[n - 1] - mine[n - 1]), { side: -1 }));
  }
  return looks;
}

function blank(halves) {
  const made = document.createElement("span");
  made.style.display = "inline-block";
  made.style.width = `${halves / 2}em`;
  return made;
}

// In halves of an em, as Chinese fonts draw it.
const widthOf = (words) => [...words].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 2 : 1.1), 0);

// To the next cell or the one before, and from a caption into its table; behind the last cell a new row is made.
export const tabTo = (by) => (state, dispatch) => {
  const { $head } = state.selection;
  const line = $head.parent.textContent;
  const below = state.doc.maybeChild($head.index(0) + 1)?.textContent ?? "";
  if (!isRow(line)) return by > 0 && isRow(below) && toCell(state, dispatch, $head.after(1) + 1, below, 0);
  const places = barsOf(line);
  const here = places.filter((bar) => bar < $head.parentOffset).length - 1;
  const target = here + by;
  if (target >= 0 && target < places.length - 1) return toCell(state, dispatch, $head.start(), line, target);
  const index = $head.index(0) + (by > 0 ? 1 : -1);
  const next = index >= 0 && index < state.doc.childCount ? state.doc.child(index).textContent : "";
  if (!isRow(next)) return by > 0 ? newRow(state, dispatch) : true;
  const start = by > 0 ? $head.after(1) + 1 : $head.before(1) - next.length - 1;
  const skipped = isRule(next);
  if (skipped) return tabTo(by)(state.apply(state.tr.setSelection(TextSelection.create(state.doc, start + (by > 0 ? next.length : 1)))), dispatch);
  return toCell(state, dispatch, start, next, by > 0 ? 0 : barsOf(next).length - 2);
};

function barsOf(line) {
  return [...line].flatMap((_sign, n) => (line[n] === "|" ? [n] : []));
}

function toCell(state, dispatch, start, line, cell) {
  const [from, to] = [barsOf(line)[cell] + 1, barsOf(line)[cell + 1]];
  const words = line.slice(from, to).trim();
  const at = start + from + (words ? line.slice(from, to).indexOf(words) : 1);
  dispatch(state.tr.setSelection(TextSelection.create(state.doc, at, at + words.length)).scrollIntoView());
  return true;
}

// A row below this one with as many cells; from an empty row one gets out of the table.
export function newRow(state, dispatch) {
  const { $head } = state.selection;
  const line = $head.parent.textContent;
  if (!isRow(line)) return false;
  if (cellsOf(line).every((cell) => !cell)) {
    dispatch(state.tr.delete($head.start(), $head.end()));
    return true;
  }
  const row = rowOf(cellsOf(line).map(() => ""));
  const at = $head.after(1);
  const tr = state.tr.insert(at, sliceOf(row).content);
  dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 3)).scrollIntoView());
  return true;
}

// A small table below the paragraph of the caret, its caption first.
export const insertTable = (view) => insertLines(view, [`表${nextNumber(textOf(view.state.doc))}`, ...SKELETON], 0);

// Lines as paragraphs of their own and an empty one, where writing goes on: words behind the last bar would make the last
// row none.
export const insertBlock = (view, lines) => insertLines(view, [...lines, ""]);

// Lines as paragraphs of their own below that of the caret, or instead of an empty one; the caret stands behind line
// ``chosen``.
export function insertLines(view, lines, chosen = lines.length - 1) {
  const { state } = view;
  const { $head } = state.selection;
  const nodes = lines.map((line) => sliceOf(line).content.firstChild);
  const at = $head.parent.content.size ? $head.after(1) : $head.before(1);
  const tr = state.tr.replaceWith(at, $head.after(1), nodes);
  const place = nodes.slice(0, chosen + 1).reduce((sum, node) => sum + node.nodeSize, at) - 1;
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, place)).scrollIntoView());
  view.focus();
}
