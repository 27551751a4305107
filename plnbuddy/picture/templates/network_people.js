// Search, circles shown, and the table: one set of people for the picture and the table.

const table = document.getElementById("table");
const status = document.getElementById("status");
const searches = [document.getElementById("search"), document.getElementById("table-search")];
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function search(words) {
  state.words = plain(words.trim());
  for (const field of searches) if (field.value !== words) field.value = words;
  if (!state.words) state.found = null;
  else {
    for (const person of people) person.text = person.text || plain(person.row.textContent);
    const parts = state.words.split(/\s+/);
    state.found = new Set(people.filter((person) => parts.every((part) => person.text.includes(part))));
  }
  showPeople();
}

function showCircles() {
  state.hiddenCircles = new Set();
  for (const box of document.querySelectorAll("#legend input")) if (!box.checked) state.hiddenCircles.add(Number(box.value));
  for (const layer of world.children) {
    const circle = /\bk(\d+)/.exec(layer.getAttribute("class"));
    if (circle) layer.classList.toggle("out", state.hiddenCircles.has(Number(circle[1])));
  }
  if (state.active && !isShown(state.active)) state.active = null;
  if (state.open && !isShown(state.open)) closeDetails();
  drawShownTies();
  showPeople();
}

/** The picture and the table show the same people. */
function showPeople() {
  let shown = 0;
  for (const person of people) {
    const visible = matches(person);
    person.row.hidden = !visible;
    if (visible) shown += 1;
  }
  document.getElementById("nobody").hidden = shown > 0 || people.length === 0;
  status.textContent = shown === people.length
    ? count(shown, "person", "people") : `${shown} of ${count(people.length, "person", "people")}`;
  drawFocus();
  drawSoon();
}

// Sorting. The headings become buttons only when there is a script to answer them.

function addSortButtons() {
  Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
    const button = textElement("button", heading.textContent);
    button.type = "button";
    button.addEventListener("click", () => sortBy(heading, column));
    // Buttons are not printed again at the top of each sheet; plain text is.
    heading.replaceChildren(button, textElement("span", heading.textContent, "on-paper"));
  });
}

function sortBy(heading, column) {
  const before = heading.getAttribute("aria-sort");
  const first = column === 3 || column === 6 ? "descending" : "ascending";
  const other = first === "ascending" ? "descending" : "ascending";
  const order = before === first ? other : first;
  for (const one of table.tHead.rows[0].cells) one.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  const keyed = Array.from(table.tBodies[0].rows, (row) => ({ row, key: sortKey(row.cells[column]) }));
  keyed.sort((a, b) => sign * (typeof a.key === "number" ? a.key - b.key : collator.compare(a.key, b.key)));
  table.tBodies[0].append(...keyed.map(({ row }) => row));
}

function sortKey(cell) {
  if (cell.dataset.sort) return Number(cell.dataset.sort);
  const name = cell.querySelector("a, b");
  return (name || cell).textContent;
}
