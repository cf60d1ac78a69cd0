// Two versions of a form's text, as [name, value] pairs: what differs, what goes together, and how it is shown.
const plain = (text) => String(text).replace(/\r\n?/g, "\n").trim();

export function valuesOf(pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

const joined = (values, name) => plain((values.get(name) ?? []).join("\n"));

// The names of the fields of `base` that differ.
function differing(one, other) {
  const [left, right] = [valuesOf(one), valuesOf(other)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((name) => joined(left, name) !== joined(right, name));
}

export const textsDiffer = (one, other) => differing(one, other).length > 0;

// Both sides' changes field by field; `clashes` are the fields that both changed, where `pairs` holds mine.
export function together(base, mine, theirs) {
  const byMe = new Set(differing(base, mine));
  const byThem = new Set(differing(base, theirs));
  const apart = new Set(differing(mine, theirs));
  const taken = (name) => byThem.has(name) && !byMe.has(name);
  const pairs = [...mine.filter(([name]) => !taken(name)), ...theirs.filter(([name]) => taken(name))];
  return { pairs, clashes: [...byMe].filter((name) => byThem.has(name) && apart.has(name)) };
}

// What an earlier opening of the form left, beside what is in the form: taken back, or thrown away.
export function offer({ form, words, entry, now, restore, forget }) {
  const place = section(form, "kept-offer", words.left.replace("{time}", clockOf(entry.at)));
  place.append(sides(form, differing(entry.pairs, now), [words.leftSide, entry.pairs], [words.storedSide, now]));
  const keep = button(words.restore, () => {
    const missing = restore(entry);
    if (missing.length) return keep.remove(); // what has no field any more stays readable
    forget();
    place.remove();
  });
  const drop = button(words.forget, () => {
    forget();
    place.remove();
  });
  place.append(actions(keep, drop));
}

// Fields that two people changed: `choose` is told "mine" or "theirs".
export function showClashes({ form, words, clashes, mine, theirs, choose }) {
  form.parentElement.querySelector(".conflict[data-versions]")?.remove();
  const place = section(form, "conflict", words.overtaken);
  place.append(sides(form, clashes, [words.mineSide, mine], [words.theirsSide, theirs]));
  const taking = (side) => () => {
    place.remove();
    choose(side);
  };
  place.append(actions(button(words.takeMine, taking("mine")), button(words.takeTheirs, taking("theirs"))));
  place.scrollIntoView({ block: "nearest" });
}

function section(form, look, words) {
  const place = document.createElement("section");
  place.className = `notice notice-warn ${look}`;
  place.setAttribute("role", "alert");
  place.dataset.versions = "";
  const head = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = words;
  head.append(strong);
  place.append(head);
  form.before(place);
  return place;
}

function sides(form, names, ...versions) {
  const list = document.createElement("div");
  for (const name of names) {
    const field = document.createElement("div");
    field.className = "both-sides";
    for (const [of, pairs] of versions) {
      const text = document.createElement("p");
      const label = document.createElement("small");
      label.textContent = `${labelOf(form, name)} · ${of}`;
      const words = document.createElement("span");
      words.className = "kept-words";
      words.textContent = joined(valuesOf(pairs), name);
      text.append(label, document.createElement("br"), words);
      field.append(text);
    }
    list.append(field);
  }
  return list;
}

function labelOf(form, name) {
  const field = form.elements[name];
  const label = (field?.labels ?? field?.[0]?.labels)?.[0];
  return label ? label.textContent.trim() : "";
}

function button(words, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button", textContent: words });
  made.addEventListener("click", act);
  return made;
}

function actions(...buttons) {
  const place = document.createElement("p");
  place.className = "actions";
  place.append(...buttons);
  return place;
}

function clockOf(at) {
  const moment = new Date(at);
  const time = `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
  const today = moment.toDateString() === new Date().toDateString();
  return today ? time : `${moment.getMonth() + 1}-${moment.getDate()} ${time}`;
}
