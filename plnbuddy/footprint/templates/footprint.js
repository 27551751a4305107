"use strict";
// Searching, filtering and grouping the list that stands in the page.
(() => {
const main = document.getElementById("list");
const tools = document.getElementById("tools");
const status = document.getElementById("status");
const nothing = document.getElementById("nothing");
const everything = status.textContent;
const search = document.getElementById("search");
const FACETS = ["place", "topic", "kind", "year"];
const selects = Object.fromEntries(FACETS.map((name) => [name, document.getElementById(name)]));
const grouping = document.getElementById("group");
const yearSections = [...main.querySelectorAll(".group")];

/** Text without accents and capitals, so that "ines" finds "Inés". */
function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

/** One object for each entry, newest first: its values in each facet, and its text to search in. */
const entries = yearSections.flatMap((section) =>
  [...section.querySelectorAll(".entry")].map((element) => ({
    element,
    text: null,
    values: {
      place: [element.dataset.place],
      topic: element.dataset.topics.split(" "),
      kind: [element.classList.contains("collaborate") ? "collaborate" : "contribute"],
      year: [section.dataset.year],
    },
  })));

function hasWords(entry, words) {
  if (!words.length) return true;
  if (entry.text === null) {
    entry.text = plain(entry.element.textContent + " " + entry.element.querySelector("a").href);
  }
  return words.every((word) => entry.text.includes(word));
}

/** The facets whose choice the entry does not have. */
function missed(entry, chosen) {
  return FACETS.filter((name) => chosen[name] && !entry.values[name].includes(chosen[name]));
}

function update() {
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  const chosen = Object.fromEntries(FACETS.map((name) => [name, selects[name].value]));
  const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
  let shown = 0;
  for (const entry of entries) {
    const missing = hasWords(entry, words) ? missed(entry, chosen) : FACETS;
    entry.element.hidden = missing.length > 0;
    if (!missing.length) shown += 1;
    // A choice says how many there would be with it, everything else staying as it is.
    for (const name of FACETS) {
      if (missing.length && !(missing.length === 1 && missing[0] === name)) continue;
      for (const value of entry.values[name]) {
        counts[name].set(value, (counts[name].get(value) || 0) + 1);
      }
    }
  }
  for (const name of FACETS) showCounts(selects[name], counts[name]);
  for (const section of main.querySelectorAll(".group")) {
    section.hidden = !section.querySelector(".entry:not([hidden])");
  }
  nothing.hidden = shown > 0;
  const all = shown === entries.length;
  status.textContent = all ? everything
    : shown.toLocaleString("en") + " of " + entries.length.toLocaleString("en") + " shown.";
}

function showCounts(select, counts) {
  for (const option of select.options) {
    if (!option.value) continue;
    const count = counts.get(option.value) || 0;
    option.textContent = option.dataset.name + " (" + count.toLocaleString("en") + ")";
    option.disabled = count === 0 && !option.selected;
  }
}

/** Puts the entries under headings of the chosen facet; an entry stands under its first topic. */
function regroup() {
  for (const section of main.querySelectorAll(".group")) section.remove();
  if (grouping.value === "year") {
    for (const section of yearSections) section.lastElementChild.replaceChildren();
    const byYear = new Map(yearSections.map((section) => [section.dataset.year, section]));
    for (const entry of entries) {
      byYear.get(entry.values.year[0]).lastElementChild.append(entry.element);
    }
    nothing.before(...yearSections);
  } else {
    const groups = new Map();
    for (const option of selects[grouping.value].options) {
      if (option.value) groups.set(option.value, newGroup(option));
    }
    for (const entry of entries) {
      groups.get(entry.values[grouping.value][0]).lastElementChild.append(entry.element);
    }
    nothing.before(...groups.values());
  }
  update();
}

function newGroup(option) {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  const list = document.createElement("ol");
  section.className = "group";
  heading.id = "g" + option.value;
  heading.textContent = option.dataset.name;
  section.setAttribute("aria-labelledby", heading.id);
  list.className = "entries";
  section.append(heading, list);
  return section;
}

/** A bar leads to its year, which must then be there. */
function goToYear(event) {
  const link = event.target.closest("a");
  if (!link) return;
  const section = document.getElementById(link.hash.slice(1))?.parentElement;
  if (!section || section.hidden) showAll();
}

function showAll() {
  tools.reset();
  regroup();
}

let waiting = 0;
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(update, 120);
});
for (const name of FACETS) selects[name].addEventListener("change", update);
grouping.addEventListener("change", regroup);
tools.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("show-all").addEventListener("click", showAll);
document.querySelector(".bars").addEventListener("click", goToYear);
tools.hidden = false;
// A browser that comes back to the page may have kept the fields.
if (grouping.value === "year") update();
else regroup();
})();
