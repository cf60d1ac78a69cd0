// Places in a text that the page shows: data-remark-text holds the text as it is stored, the nodes below show it without
// some of its white space and without the bars, rules and joints of tables; struck-out words are none of it. Offsets are
// UTF-16 units; the server counts code points.
const UNSHOWN = /[\s|:<^—–-]/;
const NOT_TEXT = "del, .card, .more, .unseen";

export const pointsBefore = (text, units) => [...text.slice(0, units)].length;
export const unitsBefore = (text, points) => [...text].slice(0, points).join("").length;

// The text nodes with the place of each of their characters; what follows the text is left out.
function aligned(box) {
  const text = box.dataset.remarkText;
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const found = [];
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(NOT_TEXT)) continue;
    const places = [];
    for (const sign of node.data.split("")) {
      if (sign.trim()) while (at < text.length && text[at] !== sign && UNSHOWN.test(text[at])) at += 1;
      if (sign.trim() && text[at] !== sign) return found;
      places.push(at);
      if (text[at] === sign) at += 1;
    }
    found.push({ node, places });
  }
  return found;
}

// What is selected in the text, null where nothing is.
export function selectedIn(box) {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!range.intersectsNode(box)) return null;
  let start = Infinity;
  let end = -1;
  for (const { node, places } of aligned(box)) {
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : places.length;
    if (from >= to) continue;
    start = Math.min(start, places[from]);
    end = Math.max(end, places[to - 1] + 1);
  }
  const text = box.dataset.remarkText;
  if (!text.slice(start, end).trim()) return null;
  return { text, start, end, box: range.getBoundingClientRect() };
}

// Put marks around the words from start to end; nothing where they are not shown.
export function wrap(box, start, end, number, look = "remark-place") {
  for (const { node, places } of aligned(box)) {
    const from = places.findIndex((place) => place >= start);
    const past = places.findIndex((place) => place >= end);
    const to = past < 0 ? places.length : past;
    if (from < 0 || from >= to || places[from] >= end || !node.data.slice(from, to).trim()) continue;
    const words = node.splitText(from);
    words.splitText(to - from);
    const mark = document.createElement("span");
    mark.className = look;
    mark.dataset.remark = number;
    words.replaceWith(mark);
    mark.append(words);
  }
}
