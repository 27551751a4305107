// Names that do not collide: circles first, then who is looked at or found, then bridges,
// then large dots; as many as fit at this zoom.

const NAME_SIZE = 12.5; // pixels on the screen, at every zoom
const NAMES_AT_MOST = 140, MANY = 150;
const measure = document.createElement("canvas").getContext("2d");
const widths = new Map();
const fontFamily = getComputedStyle(document.body).fontFamily;

/** On a phone the names of circles are smaller and say no numbers. */
function circleSize() {
  return camera.width < 500 ? 12 : 14.5;
}

function textWidth(text, size, weight = 400) {
  const key = size + text;
  if (!widths.has(key)) {
    measure.font = `${weight} ${size}px ${fontFamily}`;
    widths.set(key, measure.measureText(text).width * 1.04);
  }
  return widths.get(key);
}

function shorter(text, letters) {
  const all = Array.from(text);
  return all.length > letters ? all.slice(0, letters - 1).join("") + "\u2026" : text;
}

function drawNames() {
  const dots = people.filter(isShown).map((person) => ({ person, at: seen(person), r: person.radius * camera.zoom }))
    .filter(({ at, r }) => at.x > -r && at.y > -r && at.x < camera.width + r && at.y < camera.height + r);
  const taken = [], texts = [];
  for (const region of regions) if (!state.hiddenCircles.has(region.circle)) nameRegion(region, dots, taken, texts);
  for (const dot of namedFirst(dots)) {
    if (texts.length >= NAMES_AT_MOST) break;
    namePerson(dot, dots, taken, texts);
  }
  names.replaceChildren(...texts);
}

function namedFirst(dots) {
  const least = Math.min(...people.map((p) => p.radius));
  const roomy = dots.length <= MANY, bright = brightPeople(), looked = lookedAt();
  const rank = (person) => (person === looked ? 0 : bright && bright.has(person) ? 1 : person.bridge ? 2 : 3);
  return dots
    .filter(({ person }) => roomy || person.bridge || person.radius > 1.5 * least || rank(person) < 2)
    .filter(({ person }) => !bright || bright.has(person))
    .sort((a, b) => rank(a.person) - rank(b.person) || b.r - a.r);
}

function nameRegion(region, dots, taken, texts) {
  const at = seen(region), r = region.radius * camera.zoom;
  const size = circleSize();
  const text = camera.width < 500 ? shorter(region.name.replace(/ \(\d+\)$/, ""), 18) : region.name;
  const width = textWidth(text, size, 700), edge = r + size * 0.75;
  const spots = [[at.x, at.y - edge], [at.x, at.y + edge]];
  for (const turn of [-0.5, 0.5, -0.9, 0.9]) {
    const x = at.x + r * Math.sin(turn) + Math.sign(turn) * width * 0.3;
    spots.push([x, at.y - edge * Math.cos(turn)], [x, at.y + edge * Math.cos(turn)]);
  }
  spots.push([at.x, at.y - r + size], [at.x, at.y - r / 2], [at.x, at.y + r / 2], [at.x, at.y]);
  // Seen only in part, a circle keeps its name at the edge of the stage.
  if (r > camera.width / 2) spots.push([camera.width / 2, size]);
  placeName(text, spots, width, size, null, dots, 1000, taken, texts, "circle-name",
    (box) => confusion(region, box, size));
}

function namePerson({ person, at, r }, dots, taken, texts) {
  const text = shorter(person.name, 22), width = textWidth(text, NAME_SIZE);
  const aside = r + width / 2 + 4, above = r + NAME_SIZE * 0.62 + 1;
  const spots = [[at.x + aside, at.y], [at.x - aside, at.y], [at.x, at.y + above], [at.x, at.y - above]];
  const bright = brightPeople();
  const allowed = bright && bright.has(person) ? 99 : dots.length <= MANY ? 0 : person.bridge ? 9 : 3;
  placeName(text, spots, width, NAME_SIZE, person, dots, allowed, taken, texts, "person-name");
}

/** Put a name where it covers least and names nobody else; leave it out where it would cover too much. */
function placeName(text, spots, width, size, own, dots, allowed, taken, texts, kind, extra = () => 0) {
  let best = null;
  for (const [x, y] of spots) {
    const box = { left: x - width / 2, right: x + width / 2, top: y - size * 0.6, bottom: y + size * 0.6 };
    if (box.left < 2 || box.top < 2 || box.right > camera.width - 2 || box.bottom > camera.height - 2) continue;
    if (taken.some((t) => box.left < t.right + 2 && t.left < box.right + 2 && box.top < t.bottom + 1 && t.top < box.bottom + 1)) continue;
    const covered = coveredDots(box, own, dots) + extra(box);
    if (covered <= allowed && (!best || covered < best.covered)) best = { covered, box, x, y };
    if (covered === 0) break;
  }
  if (!best) return;
  taken.push(best.box);
  const element = svgElement("text", { class: kind, x: best.x, y: best.y + size * 0.35, "font-size": size, "stroke-width": 3 });
  element.textContent = text;
  texts.push(element);
}

/** How much a circle's name in this box would seem to name another circle, in covered dots. */
function confusion(own, box, size) {
  let nearest = size;
  for (const other of regions) {
    if (other === own || other.circle === ALONE || state.hiddenCircles.has(other.circle)) continue;
    const at = seen(other);
    const x = at.x - Math.max(box.left, Math.min(box.right, at.x));
    const y = at.y - Math.max(box.top, Math.min(box.bottom, at.y));
    nearest = Math.min(nearest, Math.hypot(x, y) - other.radius * camera.zoom);
  }
  if (nearest < -0.1 * size) return 100;
  return nearest < size * 0.6 ? 15 : 0;
}

function coveredDots(box, own, dots) {
  let covered = 0;
  for (const { person, at, r } of dots) {
    if (person === own) continue;
    const x = at.x - Math.max(box.left, Math.min(box.right, at.x));
    const y = at.y - Math.max(box.top, Math.min(box.bottom, at.y));
    if (x * x + y * y < r * r) covered += person.bridge ? 20 : 1;
  }
  return covered;
}
