// The article's body as a document of plain paragraphs, and its places as the server counts them:
// UTF-16 units into the body, a line feed between two paragraphs.
import { Fragment, Schema, Slice } from "../../vendor/prosemirror.js";

export const schema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: { content: "text*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    text: {},
  },
});

const paragraph = (line) => schema.node("paragraph", null, line ? [schema.text(line)] : []);
const plain = (text) => text.replace(/\r\n?|[\u2028\u2029]/g, "\n");

export const docOf = (text) => schema.node("doc", null, plain(text).split("\n").map(paragraph));

export function textOf(doc) {
  const found = [];
  doc.forEach((node) => found.push(node.textContent));
  return found.join("\n");
}

// What no database stores: controls, lone halves of characters, noncharacters. Files of other programs hold them. And
// marks of direction, by which 12 would look like 21.
const UNSTORABLE = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}/gu;

// Pasted text keeps its paragraphs and nothing else.
export function sliceOf(text) {
  const nodes = plain(text).replace(UNSTORABLE, "").split(/\n+/).map((line) => paragraph(line.trim()));
  return new Slice(Fragment.from(nodes), 1, 1);
}

// A few characters on either side of the caret, in its paragraph: enough to find the page.
export function nearCaret({ doc, selection: { $head } }) {
  const text = $head.parent.textContent;
  return text.slice(Math.max(0, $head.parentOffset - 8), $head.parentOffset + 8);
}

export function posOf(doc, offset) {
  let before = 0;
  let found = null;
  doc.forEach((node, at, index) => {
    if (found === null && offset <= before + node.textContent.length) found = at + 1 + offset - before;
    before += node.textContent.length + 1;
    if (found === null && index === doc.childCount - 1) found = at + node.nodeSize - 1;
  });
  return found;
}

export function offsetOf(doc, pos) {
  let offset = 0;
  let found = null;
  doc.forEach((node, at) => {
    if (found === null && pos <= at + node.nodeSize) found = offset + Math.max(0, pos - at - 1);
    offset += node.textContent.length + 1;
  });
  return found ?? Math.max(0, offset - 1);
}

// Put the text in by one step that can be undone, touching only what differs.
export function replaceWith(view, text) {
  readCaret(view);
  const { state } = view;
  const wanted = docOf(text);
  const start = state.doc.content.findDiffStart(wanted.content);
  if (start === null) return;
  let { a, b } = state.doc.content.findDiffEnd(wanted.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  view.dispatch(state.tr.replace(start, a, wanted.slice(start, b)));
}

// A caret that was moved is told of late: what takes its place before that would put it back.
export function readCaret(view) {
  if (!view.composing) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}
