// What is typed and not stored yet, in this browser: an entry a person, form and opening of the page.
const PREFIX = "taizhang.typed.";
const MOST = 2_000_000; // characters of all entries; browsers give an address about five million
const ENTRIES = 50;

const beginning = ({ person, address }) => `${PREFIX}${person}.${address}#`;
const keyOf = (draft) => draft.key ?? beginning(draft) + draft.slot;

// Whether the browser has it.
export function put(draft, entry) {
  const key = keyOf(draft);
  const text = JSON.stringify(entry);
  if (text.length > MOST) return false;
  try {
    makeRoom(key, text.length);
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false; // no store at all, or filled by others
  }
}

export function remove(draft) {
  try {
    localStorage.removeItem(keyOf(draft));
  } catch {
    // Where there is no store there is nothing in it.
  }
}

// What earlier openings of the form left, the newest first.
export function leftBefore(draft) {
  return entries().filter(({ key }) => key.startsWith(beginning(draft)) && key !== keyOf(draft));
}

function makeRoom(key, length) {
  const others = entries().filter((entry) => entry.key !== key);
  let total = length + others.reduce((sum, entry) => sum + entry.length, 0);
  while (others.length >= ENTRIES || (others.length && total > MOST)) {
    const oldest = others.pop();
    total -= oldest.length;
    localStorage.removeItem(oldest.key);
  }
}

function entries() {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const text = localStorage.getItem(key);
      const entry = parsed(text);
      if (entry) found.push({ ...entry, key, length: text.length });
    }
  } catch {
    return [];
  }
  return found.sort((one, other) => other.at - one.at);
}

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    return Array.isArray(entry.pairs) && Array.isArray(entry.base) ? entry : null;
  } catch {
    return null;
  }
}
