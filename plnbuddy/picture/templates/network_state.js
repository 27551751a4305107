"use strict";
// What the page knows: people, circles and ties, and what is being looked at.

const data = JSON.parse(document.getElementById("data").textContent);
const ALONE = 0; // the circle of people who belong to none

/** One object for each person, in the order of the table rows' ids (p0, p1, ...). */
const people = data.people.map(([name, handle, circle, x, y, radius, bridge], place) => ({
  place, name, handle, circle, x, y, radius, bridge: bridge === 1,
  row: document.getElementById("p" + place),
  dot: null, follows: [], followedBy: [], text: "",
}));
const regions = data.regions.map(([circle, x, y, radius, name]) => ({ circle, x, y, radius, name }));

const state = {
  active: null, // the person under the mouse or chosen with the keyboard
  open: null, // the person whose details are open
  cameFrom: null, // what had the focus before the details opened
  hiddenCircles: new Set(),
  words: "", // what is searched for
  found: null, // a Set of people, or null when nothing is searched for
};

/** Everybody whose circle is shown. */
function isShown(person) {
  return !state.hiddenCircles.has(person.circle);
}

/** Everybody whose circle is shown and who matches the search. */
function matches(person) {
  return isShown(person) && (!state.found || state.found.has(person));
}

/** The person under the mouse or chosen with the keyboard, else the one whose details are open. */
function lookedAt() {
  return state.active || state.open;
}

/** Who stands out: one person and everybody tied to them, else those found; null when nobody. */
function brightPeople() {
  const looked = lookedAt();
  return looked ? new Set([looked, ...looked.follows, ...looked.followedBy]) : state.found;
}

/** Fills `follows` and `followedBy` from run lengths: so many cells without a tie, so many with. */
function readTies(packed) {
  const bytes = atob(packed);
  let cell = 0, tied = false, length = 0, shift = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes.charCodeAt(i);
    length += (byte & 127) * 2 ** shift;
    shift += 7;
    if (byte & 128) continue;
    if (tied) addTies(cell, length);
    cell += length;
    tied = !tied;
    length = shift = 0;
  }
}

function addTies(cell, length) {
  for (let i = cell; i < cell + length; i += 1) {
    const one = people[Math.floor(i / people.length)], other = people[i % people.length];
    one.follows.push(other);
    other.followedBy.push(one);
  }
}

/** Text without accents and capitals, so that "ines" finds "Inés". */
function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

function count(number, one, many) {
  return number + " " + (number === 1 ? one : many);
}

function svgElement(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** An element with text in it; text from other people is only ever set this way. */
function textElement(name, text, className) {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** The texts that only the table holds. */
function rowTexts(person) {
  const cells = person.row.cells;
  return {
    link: cells[0].querySelector("a"),
    why: cells[0].querySelector("small").textContent.trim(),
    circle: cells[2].textContent.trim(),
    bridging: cells[3].textContent.trim(),
    topics: cells[4].textContent.trim(),
    server: cells[5].textContent.trim(),
    followsYou: cells[6].textContent.trim(),
  };
}
