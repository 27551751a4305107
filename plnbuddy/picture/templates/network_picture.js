// The picture: zoom and position, who is looked at, and their details.

const stage = document.getElementById("stage");
const drawing = document.getElementById("drawing");
const world = document.getElementById("world");
const names = document.getElementById("names");
const tip = document.getElementById("tip");
const details = document.getElementById("details");
const announcer = document.getElementById("announcer");

const LARGEST_ZOOM = 14, TIES_DRAWN_AT_MOST = 700;

/** A point at x, y of the drawing is seen at x * zoom + left, y * zoom + top (pixels).
 *  On a tall screen the drawing lies on its side: x and y change places. */
const camera = { zoom: 1, left: 0, top: 0, all: 1, sideways: false, width: 1, height: 1 };
const focusLayer = svgElement("g", { class: "focus" });
const shownTies = svgElement("path", { class: "shown-ties" });
let drawScheduled = false;

function seen(point) {
  const [x, y] = camera.sideways ? [point.y, point.x] : [point.x, point.y];
  return { x: x * camera.zoom + camera.left, y: y * camera.zoom + camera.top };
}

/** What the circles and dots take up, so that "show all" wastes no room. */
function bounds() {
  const all = [...regions, ...people];
  const side = (pick, sign) => all.reduce(
    (most, p) => Math.max(most, sign * p[pick] + p.radius), -Infinity) * sign;
  return all.length
    ? { left: side("x", -1), right: side("x", 1), top: side("y", -1), bottom: side("y", 1) }
    : { left: 0, right: data.width, top: 0, bottom: data.height };
}

/** Fit everything into the stage. */
function showAll() {
  if (!stage.clientWidth || !stage.clientHeight) return; // not laid out yet
  const box = bounds(), room = 26;
  camera.width = stage.clientWidth;
  camera.height = stage.clientHeight;
  const wide = box.right - box.left, high = box.bottom - box.top;
  camera.sideways = camera.height > camera.width === wide > high;
  const [across, down] = camera.sideways ? [high, wide] : [wide, high];
  camera.all = Math.min(
    (camera.width - room) / across, (camera.height - 2.4 * room) / down, people.length < 10 ? 1.6 : 3);
  camera.zoom = camera.all;
  const middle = seen({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  camera.left += camera.width / 2 - middle.x;
  camera.top += camera.height / 2 - middle.y;
  drawSoon();
}

/** Zoom by a factor, keeping the point x, y of the stage where it is. */
function zoomBy(factor, x = camera.width / 2, y = camera.height / 2) {
  const zoom = Math.min(LARGEST_ZOOM * camera.all, Math.max(camera.all * 0.8, camera.zoom * factor));
  camera.left = x - (x - camera.left) * (zoom / camera.zoom);
  camera.top = y - (y - camera.top) * (zoom / camera.zoom);
  camera.zoom = zoom;
  drawSoon();
}

function moveBy(x, y) {
  camera.left += x;
  camera.top += y;
  drawSoon();
}

/** Move just so far that a person is well inside the stage. */
function bringIntoSight(person) {
  const at = seen(person), edge = Math.min(60, camera.width / 5);
  const x = Math.max(edge - at.x, Math.min(0, camera.width - edge - at.x));
  const y = Math.max(edge - at.y, Math.min(0, camera.height - edge - at.y));
  if (x || y) moveBy(x, y);
}

/** Draw once before the next frame, however often it is asked for. */
function drawSoon() {
  if (drawScheduled) return;
  drawScheduled = true;
  requestAnimationFrame(() => { drawScheduled = false; draw(); });
}

function draw() {
  // Pixels of the stage in units of the drawing: the picture keeps its shape inside the stage.
  const unit = 1 / Math.min(camera.width / data.width, camera.height / data.height);
  const left = (camera.left - camera.width / 2) * unit + data.width / 2;
  const top = (camera.top - camera.height / 2) * unit + data.height / 2;
  const k = camera.zoom * unit;
  world.setAttribute("transform", camera.sideways
    ? `matrix(0 ${k} ${k} 0 ${left} ${top})` : `matrix(${k} 0 0 ${k} ${left} ${top})`);
  names.setAttribute("transform",
    `translate(${data.width / 2} ${data.height / 2}) scale(${unit}) ` +
    `translate(${-camera.width / 2} ${-camera.height / 2})`);
  stage.classList.toggle("zoomed", camera.zoom > camera.all * 1.01);
  drawNames();
  placeTip();
}

// Who is looked at: their ties and the people at the other end stay bright.

function lookAt(person) {
  if (state.active === person) return;
  state.active = person;
  drawFocus();
  drawSoon();
}

function drawFocus() {
  const looked = lookedAt(), bright = brightPeople();
  for (const layer of world.children) {
    const fades = layer.matches(".people") || (looked && layer.matches(".ties, .bands, .shown-ties"));
    layer.classList.toggle("faded", Boolean(bright) && fades);
  }
  const parts = [];
  if (looked) parts.push(svgElement("path", { class: "focus-ties", d: tiesOf(looked) }));
  if (bright) for (const person of bright) if (isShown(person)) parts.push(brightDot(person));
  if (looked) parts.push(svgElement("circle", { class: "ring", cx: looked.x, cy: looked.y, r: looked.radius + 3 / camera.zoom }));
  focusLayer.replaceChildren(...parts);
}

function tiesOf(person) {
  const others = new Set([...person.follows, ...person.followedBy]);
  return [...others].filter(isShown).map((other) => line(person, other)).join("");
}

function line(one, other) {
  return `M${one.x} ${one.y}L${other.x} ${other.y}`;
}

function brightDot(person) {
  const group = svgElement("g", { class: "people k" + person.circle });
  group.append(person.dot.cloneNode());
  return group;
}

/** With some circles hidden, the drawn ties are those between the people left. */
function drawShownTies() {
  const all = state.hiddenCircles.size === 0;
  for (const layer of world.querySelectorAll(":scope > .ties, :scope > .bands")) layer.classList.toggle("out", !all);
  const pairs = new Map();
  if (!all) {
    for (const one of people.filter(isShown)) {
      for (const other of one.follows) {
        if (isShown(other)) pairs.set(Math.min(one.place, other.place) * people.length + Math.max(one.place, other.place), line(one, other));
      }
      if (pairs.size > TIES_DRAWN_AT_MOST) { pairs.clear(); break; }
    }
  }
  shownTies.setAttribute("d", [...pairs.values()].join(""));
}

// The short note beside a person, and the details.

function placeTip() {
  const person = state.active;
  tip.hidden = !person || person === state.open;
  if (tip.hidden) return;
  const at = seen(person), r = person.radius * camera.zoom;
  const width = tip.offsetWidth, height = tip.offsetHeight;
  const left = at.x + r + 12 + width < camera.width ? at.x + r + 12 : at.x - r - 12 - width;
  tip.style.left = Math.max(4, Math.min(left, camera.width - width - 4)) + "px";
  tip.style.top = Math.max(4, Math.min(at.y + r + 8, camera.height - height - 4)) + "px";
}

function showTip(person) {
  const texts = rowTexts(person);
  tip.replaceChildren(textElement("b", person.name), textElement("span", person.handle, "quiet"),
    textElement("span", texts.circle + ", bridging " + texts.bridging), textElement("span", texts.why));
  lookAt(person);
  placeTip();
}

function openDetails(person, byKeyboard) {
  state.cameFrom = document.activeElement;
  state.open = person;
  const close = textElement("button", "\u00d7", "close");
  close.type = "button";
  close.setAttribute("aria-label", "Close details");
  close.addEventListener("click", closeDetails);
  const title = textElement("h3", person.name);
  title.id = "details-name";
  title.tabIndex = -1;
  details.replaceChildren(title, textElement("bdi", person.handle, "handle"), ...detailParts(person), close);
  details.hidden = false;
  drawFocus();
  drawSoon();
  if (byKeyboard) title.focus();
}

function detailParts(person) {
  const texts = rowTexts(person), list = document.createElement("dl");
  const facts = [
    ["Circle", texts.circle], ["Bridging", texts.bridging], ["Topics", texts.topics], ["Server", texts.server],
    ["Follows you", texts.followsYou],
    ["Here", `follows ${person.follows.length}, followed by ${person.followedBy.length}`],
  ];
  for (const [name, value] of facts) if (value) list.append(textElement("dt", name), textElement("dd", value));
  const parts = [];
  if (texts.why) parts.push(textElement("p", texts.why));
  if (texts.link) {
    const link = textElement("a", "Open their profile");
    link.href = texts.link.href;
    link.rel = "noopener noreferrer";
    parts.push(link);
  }
  parts.push(list);
  return parts;
}

function closeDetails() {
  if (!state.open) return;
  const inside = details.contains(document.activeElement);
  state.open = null;
  details.hidden = true;
  drawFocus();
  drawSoon();
  if (inside) (state.cameFrom && state.cameFrom.isConnected ? state.cameFrom : stage).focus();
}

/** Let a screen reader say something about the person in the picture. */
function announce(person) {
  const texts = rowTexts(person);
  announcer.textContent = [person.name, texts.circle, "bridging " + texts.bridging,
    count(new Set([...person.follows, ...person.followedBy]).size, "tie", "ties"), texts.why].filter(Boolean).join(". ");
}
