// A picture that is pasted or dropped on the text opens [data-picture], the form below it, with the file in place; what
// stands below the picture is typed there. The form says where it goes: behind how many lines that hold something.
import { bringIn } from "./keys.js";
import { check } from "./limits.js";

const TEXT = "textarea[name=body], .ProseMirror";
const GIVEN = { paste: "clipboardData", drop: "dataTransfer" };

export function startPictures(root) {
  const box = root.querySelector("[data-picture]");
  if (!box) return;
  const form = box.querySelector("form");
  const { after, caption, file } = form.elements;
  const textAt = (place) => (box.contains(place) ? box : place.closest?.(TEXT));

  root.addEventListener("focusout", ({ target }) => {
    const text = target.closest?.(TEXT);
    if (text) after.value = linesBefore(text);
  }, true);
  root.addEventListener("dragover", (event) => {
    if (textAt(event.target) && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  for (const [kind, holder] of Object.entries(GIVEN)) {
    root.addEventListener(kind, (event) => {
      const files = filesOf(event[holder]);
      if (!files.length || !textAt(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      take(files);
    }, true); // before the editor, which knows words only
  }

  function take(files) {
    const one = new DataTransfer();
    one.items.add(files[0]);
    file.files = one.files;
    check(file);
    box.querySelector("[data-picture-many]").hidden = files.length < 2;
    box.open = true;
    bringIn(box, "nearest");
    caption.focus({ preventScroll: true });
  }
}

// Words and cells bring a picture of themselves along: they are pasted as words.
const filesOf = (data) => (data?.getData("text/plain").trim() ? [] : [...(data?.files ?? [])]);

// How many lines that hold something end at the caret's line.
function linesBefore(text) {
  const [lines, here] = text.matches("textarea") ? fieldLines(text) : blockLines(text);
  return lines.slice(0, here + 1).filter((line) => line.trim()).length;
}

const fieldLines = ({ value, selectionEnd }) => [value.split("\n"), value.slice(0, selectionEnd).split("\n").length - 1];

function blockLines(text) {
  const caret = getSelection().focusNode;
  const blocks = [...text.children];
  return [blocks.map((block) => block.textContent), blocks.findIndex((block) => block.contains(caret))];
}
