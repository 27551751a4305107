// Starting, and answering mouse, touch and keyboard.

const NEAR = 22; // pixels: so far from a dot still means the dot
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const pointers = new Map();
let dragged = 0;

/** The shown person nearest to a point of the stage, if near enough. */
function personAt(x, y) {
  let best = null, least = NEAR;
  for (const person of people) {
    if (!isShown(person)) continue;
    const at = seen(person);
    const away = Math.max(0, Math.hypot(at.x - x, at.y - y) - person.radius * camera.zoom);
    if (away < least) { least = away; best = person; }
  }
  return best;
}

function onStage(event) {
  const box = stage.getBoundingClientRect();
  return [event.clientX - box.left - stage.clientLeft, event.clientY - box.top - stage.clientTop];
}

function pointerDown(event) {
  pointers.set(event.pointerId, onStage(event));
  dragged = pointers.size > 1 ? 99 : 0;
  // Only so does a drag go on outside the stage; made-up events have no pointer to capture.
  try { stage.setPointerCapture(event.pointerId); } catch { /* it ends at the edge */ }
}

function pointerMove(event) {
  const [x, y] = onStage(event), before = pointers.get(event.pointerId);
  if (!before) {
    if (event.pointerType === "mouse") hover(personAt(x, y));
    return;
  }
  dragged += Math.hypot(x - before[0], y - before[1]);
  if (pointers.size === 2) pinch(event.pointerId, x, y);
  else if (dragged > 4) {
    stage.classList.add("dragging");
    moveBy(x - before[0], y - before[1]);
  }
  pointers.set(event.pointerId, [x, y]);
}

/** Two fingers: zoom by how their distance changes, move by how their middle does. */
function pinch(moved, x, y) {
  const [still] = [...pointers].filter(([id]) => id !== moved).map(([, at]) => at);
  const before = pointers.get(moved);
  const factor = Math.hypot(x - still[0], y - still[1]) / Math.max(1, Math.hypot(before[0] - still[0], before[1] - still[1]));
  moveBy((x - before[0]) / 2, (y - before[1]) / 2);
  zoomBy(factor, (x + still[0]) / 2, (y + still[1]) / 2);
}

function pointerUp(event) {
  const known = pointers.delete(event.pointerId);
  stage.classList.remove("dragging");
  if (!known || event.type === "pointercancel" || dragged > 8) return;
  const person = personAt(...onStage(event));
  if (!person) { closeDetails(); lookAt(null); return; }
  openDetails(person, false);
  lookAt(person);
}

function hover(person) {
  stage.classList.toggle("pointing", Boolean(person));
  if (person) showTip(person);
  else lookAt(state.open);
}

function wheel(event) {
  // Without Ctrl the page scrolls, unless the picture has the focus.
  if (!event.ctrlKey && !event.metaKey && document.activeElement !== stage) return;
  event.preventDefault();
  zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), ...onStage(event));
}

// Keyboard

function stageKey(event) {
  if (event.target !== stage || event.altKey || event.ctrlKey || event.metaKey) return;
  if (!answerKey(event.key, event.shiftKey)) return;
  event.preventDefault();
}

function answerKey(key, shift) {
  if (key in ARROWS) {
    if (shift) moveBy(...ARROWS[key].map((step) => -step * 80));
    else goTo(neighbour(...ARROWS[key]));
  } else if (key === "PageDown" || key === "PageUp") goTo(nextInTable(key === "PageDown" ? 1 : -1));
  else if (key === "Home") goTo(inTableOrder()[0]);
  else if (key === "End") goTo(inTableOrder().pop());
  else if (key === "+" || key === "=") zoomAround(1.3);
  else if (key === "-") zoomAround(1 / 1.3);
  else if (key === "0") showAll();
  else if ((key === "Enter" || key === " ") && state.active) openDetails(state.active, true);
  else if (key === "Escape" && state.open) closeDetails();
  else if (key === "Escape" && state.active) lookAt(null);
  else return false;
  return true;
}

function goTo(person) {
  if (!person) return;
  if (state.open) closeDetails();
  showTip(person);
  bringIntoSight(person);
  announce(person);
}

function zoomAround(factor) {
  const at = state.active ? seen(state.active) : { x: camera.width / 2, y: camera.height / 2 };
  zoomBy(factor, at.x, at.y);
}

function inTableOrder() {
  return Array.from(table.tBodies[0].rows, (row) => people[Number(row.id.slice(1))]).filter(matches);
}

function nextInTable(step) {
  const order = inTableOrder(), here = order.indexOf(state.active);
  return order[here < 0 ? 0 : (here + step + order.length) % order.length];
}

/** The nearest person in one direction; further aside counts as further away. */
function neighbour(right, down) {
  if (!state.active) return inTableOrder()[0];
  const from = seen(state.active);
  let best = null, least = Infinity;
  for (const person of people) {
    if (person === state.active || !matches(person)) continue;
    const at = seen(person), x = at.x - from.x, y = at.y - from.y;
    const ahead = x * right + y * down, aside = Math.abs(x * down) + Math.abs(y * right);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const away = ahead + 2 * aside;
    if (away < least) { least = away; best = person; }
  }
  return best;
}

// Light and dark

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function nameTheme(button) {
  button.textContent = isDark() ? "Light colours" : "Dark colours";
}

// Start

function findDots() {
  const dots = world.querySelectorAll(".p");
  data.drawn.forEach((place, i) => { people[place].dot = dots[i]; });
}

function listen() {
  stage.addEventListener("pointerdown", pointerDown);
  stage.addEventListener("pointermove", pointerMove);
  stage.addEventListener("pointerup", pointerUp);
  stage.addEventListener("pointercancel", pointerUp);
  stage.addEventListener("pointerleave", () => { if (!pointers.size) hover(null); });
  stage.addEventListener("wheel", wheel, { passive: false });
  stage.addEventListener("keydown", stageKey);
  stage.addEventListener("focus", () => {
    if (stage.matches(":focus-visible") && !state.active && people.length) goTo(state.open || inTableOrder()[0]);
  });
  stage.addEventListener("blur", () => lookAt(state.open));
  details.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDetails(); });
  document.getElementById("zoom-in").addEventListener("click", () => zoomBy(1.4));
  document.getElementById("zoom-out").addEventListener("click", () => zoomBy(1 / 1.4));
  document.getElementById("zoom-all").addEventListener("click", showAll);
  document.getElementById("legend").addEventListener("change", showCircles);
  for (const field of searches) field.addEventListener("input", () => search(field.value));
  searches[0].addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !state.words) return;
    const first = inTableOrder()[0];
    if (first) { stage.focus(); goTo(first); }
  });
  new ResizeObserver(() => {
    if (stage.clientWidth !== camera.width || stage.clientHeight !== camera.height) showAll();
  }).observe(stage);
}

function makeInteractive() {
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", "Picture of your network. Arrow keys go from person to person.");
  stage.setAttribute("aria-describedby", "hint");
  for (const id of ["tools", "hint", "table-tools", "theme"]) document.getElementById(id).hidden = people.length === 0 && id !== "theme";
  document.documentElement.classList.add("live");
  world.append(shownTies, focusLayer);
}

function start() {
  readTies(data.ties);
  findDots();
  addSortButtons();
  const theme = document.getElementById("theme");
  nameTheme(theme);
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    nameTheme(theme);
  });
  if (people.length) {
    makeInteractive();
    listen();
    showPeople();
    showAll();
    draw();
  } else theme.hidden = false;
  performance.mark("interactive");
}

start();
