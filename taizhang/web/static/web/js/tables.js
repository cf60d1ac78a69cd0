// Tables from the clipboard (Excel, WPS, web pages) in the form in which a text keeps them: lines of cells between bars
// under a caption, a line of dashes below the header; "<<" joins a cell to the one on its left, "^^" to the one above.
const [LEFT, ABOVE] = ["<<", "^^"];
const MOST_ROWS = 200;
const MOST_COLUMNS = 20;
const NUMBER = /^[-+−±]?[0-9０-９][0-9０-９,，.．]*[万亿]?[余多]?[^\s0-9０-９]{0,4}$/;
const BLOCKS = /^(P|DIV|H[1-6]|LI|T[RDH]|SECTION|ARTICLE|BLOCKQUOTE|PRE)$/;
const HIDDEN = /^(STYLE|SCRIPT|HEAD|TITLE|TEMPLATE)$/;

export const isRow = (line) => /^[ \t\u3000]*\|.*\|[ \t\u3000]*$/.test(line);
export const isRule = (line) => isRow(line) && cellsOf(line).every((cell) => /^:?(-{2,}|[—–]+):?$/.test(cell));
export const cellsOf = (line) => line.trim().slice(1, -1).split("|").map((cell) => cell.trim());
export const rowOf = (cells) => `| ${cells.join(" | ")} |`;

// What was pasted, as text with its tables; null where there is no table in it or one is too large ({ tooLarge }).
export function pastedTables(data, text) {
  const html = data?.getData("text/html") ?? "";
  if (!/<table/i.test(html)) return null;
  const unstyled = html.replace(/<style[^]*?<\/style>|\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)/gi, "");
  const body = new DOMParser().parseFromString(unstyled, "text/html").body;
  const found = { lines: [""], tables: 0, tooLarge: false, next: nextNumber(text) };
  read(body, found);
  if (found.tooLarge) return { tooLarge: true };
  return found.tables ? { text: found.lines.filter((line) => line.trim()).join("\n") } : null;
}

// The number of the next table in a text.
export function nextNumber(text) {
  const numbers = [...text.matchAll(/^表[ \u3000]?([0-9]{1,3})/gm)].map((each) => Number(each[1]));
  return Math.max(0, ...numbers) + 1;
}

function read(node, found) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      found.lines[found.lines.length - 1] += child.data.replace(/\s+/g, " ");
    } else if (child.nodeName === "BR") {
      found.lines.push("");
    } else if (child.nodeName === "TABLE" && !child.querySelector("table")) {
      addTable(child, found);
    } else if (child.nodeType === Node.ELEMENT_NODE && !HIDDEN.test(child.nodeName)) {
      const apart = BLOCKS.test(child.nodeName);
      if (apart) found.lines.push("");
      read(child, found);
      if (apart) found.lines.push("");
    }
  }
}

// The lines of a cell: the words of two paragraphs or lists are never drawn together, which would make 12 and 5 a 125.
function linesIn(cell) {
  const found = { lines: [""] };
  read(cell, found);
  return found.lines.map((line) => line.trim()).filter(Boolean);
}

function addTable(table, found) {
  if (table.rows.length > 4 * MOST_ROWS) {
    found.tooLarge = true;
    return;
  }
  const head = [...table.rows].findIndex((row) => row.parentNode.nodeName !== "THEAD");
  const lines = tableLines(trimmed(gridOf(table)), Math.max(0, head), found.lines[found.lines.length - 1].trim(), found);
  found.lines.push(...lines, "");
}

// A cell whose own words look like a mark has a backslash before them.
const MARKED = /^(\\*(<<|\^\^)|\\+:?(-{2,}|[—–]+):?)$/;
const literal = (words) => (MARKED.test(words) ? `\\${words}` : words);
const plain = (words) => (words.startsWith("\\") && MARKED.test(words) ? words.slice(1) : words);

// The cells with the marks of those that are joined.
function gridOf(table) {
  const rows = [...table.rows];
  const grid = rows.map(() => []);
  rows.forEach((row, y) => {
    let x = 0;
    for (const cell of row.cells) {
      while (grid[y][x] !== undefined) x += 1;
      const words = linesIn(cell).join(" ");
      const across = Math.min(cell.colSpan, MOST_COLUMNS + 1);
      const down = Math.min(cell.rowSpan || 1, rows.length - y);
      for (let dy = 0; dy < down; dy += 1) {
        for (let dx = 0; dx < across; dx += 1) {
          grid[y + dy][x + dx] = dx ? LEFT : dy ? ABOVE : literal(words.replace(/\s+/g, " ").trim().replace(/\|/g, "｜"));
        }
      }
    }
  });
  const width = Math.max(0, ...grid.map((row) => row.length));
  return grid.map((row) => Array.from({ length: width }, (_, n) => row[n] ?? ""));
}

// Without rows and columns that hold no words; what is joined to an empty cell is empty.
function trimmed(grid) {
  grid.forEach((row, y) =>
    row.forEach((cell, x) => {
      const beside = cell === LEFT ? row[x - 1] : cell === ABOVE ? grid[y - 1][x] : cell;
      if (!beside) row[x] = "";
    }),
  );
  const holds = (cell) => cell !== "" && cell !== LEFT && cell !== ABOVE;
  const rows = grid.filter((row) => row.some(holds));
  const kept = (grid[0] ?? []).map((_, x) => rows.some((row) => holds(row[x])));
  return rows.map((row) => row.filter((_, x) => kept[x]));
}

const alone = (row) => row.length > 1 && row.slice(1).every((cell) => cell === LEFT);

function tableLines(rows, given, before, found) {
  if (rows.length < 2 || rows[0].length < 2) return rows.flat().map(plain);
  const above = [];
  let head = given;
  while (rows.length > 1 && alone(rows[0])) {
    const title = plain(rows.shift()[0]);
    if (above.length) above[0] += `（${title}）`;
    else above.push(title);
    head -= 1;
  }
  const below = rows.length > 1 && alone(rows[rows.length - 1]) ? [plain(rows.pop()[0])] : [];
  if (rows.length > MOST_ROWS || rows[0].length > MOST_COLUMNS) {
    found.tooLarge = true;
    return [];
  }
  head = head > 0 ? Math.min(head, rows.length) : headOf(rows);
  found.tables += 1;
  if (above.length || !/^附?表/.test(before)) above[0] = numbered(above[0] ?? "", found);
  rows.slice(1, head).filter((row) => isRule(rowOf(row))).forEach((row) => row.splice(0, 1, `\\${row[0]}`));
  const rule = rowOf(rows[0].map(() => "---"));
  return [...above, ...rows.slice(0, head).map(rowOf), rule, ...rows.slice(head).map(rowOf), ...below];
}

const numbered = (title, found) => (/^附?表[ \u3000]?[0-9一二三四五六七八九十]/.test(title) ? title : `表${found.next++} ${title}`.trim());

// The first row, and those that a cell over several columns or rows joins to it.
function headOf(rows) {
  let head = 1;
  while (head < rows.length && !rows[head].some((cell) => NUMBER.test(cell))) {
    if (!rows[head - 1].includes(LEFT) && !rows[head].includes(ABOVE)) break;
    head += 1;
  }
  return head;
}

// In a field of an article a pasted table is kept as one; one that is too large is pasted as text, and that is said.
function tell(area, tooLarge) {
  area.parentNode.querySelector("[data-table-words]")?.remove();
  if (!tooLarge) return;
  const words = document.createElement("p");
  words.className = "returned";
  words.setAttribute("role", "alert");
  words.dataset.tableWords = "";
  words.textContent = area.dataset.tables;
  area.after(words);
}

export function startTables(root) {
  root.addEventListener("paste", (event) => {
    const area = event.target;
    if (!area.matches?.("textarea[data-tables]")) return;
    const found = pastedTables(event.clipboardData, area.value);
    tell(area, Boolean(found?.tooLarge));
    if (!found?.text) return;
    event.preventDefault();
    const before = area.value.slice(0, area.selectionStart);
    const text = `${before && !before.endsWith("\n") ? "\n" : ""}${found.text}\n`;
    if (!root.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
