// Moves the page to a day. Everything that is shown was worked out by sayso and stands
// in the data: for each row the days on which it is shown. Here it is only looked up.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const [slider, day] = [byId("slider"), byId("day")];
const last = data.days.length - 1;
const start = Date.parse(data.first);
const DAY = 864e5;
const LINKED = new Set(["events", "prose", "named"]);

const dateOf = (place) => new Date(start + place * DAY).toISOString().slice(0, 10);
const labelOf = (place) => (place === last ? data.last : dateOf(place));

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== "" && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const toEvent = (number, words) => element("a", { href: `#event-${number}` }, words);
const isThere = (number) => byId(`event-${number}`) !== null;

// A cell is a text, or a list in which each number is that of an event.

const partsOf = (words) => [words].flat();

function linked(words, kind) {
  return partsOf(words).flatMap((part) => {
    if (typeof part === "string") return dated(part);
    return [LINKED.has(kind) && isThere(part) ? toEvent(part, part) : String(part)];
  });
}

function dated(words) {
  const parts = words.split(/(\d{4}-\d\d-\d\d)/);
  const told = parts.map((part, at) => (at % 2 ? element("span", { class: "date" }, part) : part));
  return told.filter((part) => part !== "");
}

function figure(words, cells) {
  const first = partsOf(cells.at(-1)).find((part) => typeof part === "number");
  return words && first !== undefined && isThere(first) ? [toEvent(first, words)] : [words];
}

function cell([title, kind, right], words, cells) {
  let children = linked(words, kind);
  if (kind === "figure") children = figure(words, cells);
  if (kind === "standing" && words) {
    const standing = words.split(" ")[0].replace(/,$/, "");
    children = [element("span", { class: `standing ${standing}` }, words)];
  }
  const classes = [right ? "right" : "", kind === "text" ? "" : kind];
  const class_ = classes.filter(Boolean).join(" ");
  return element("td", { class: class_, "data-label": title }, ...children);
}

function owner([slug, name], rows) {
  const link = element("a", { href: `#company-${slug}` }, name);
  const trend = element("td", { rowspan: rows, class: "trend" });
  if (trends.has(slug)) trend.append(trends.get(slug).cloneNode(true));
  return [
    element("th", { scope: "rowgroup", rowspan: rows }, link, element("small", {}, slug)),
    trend,
  ];
}

// A cell may name a text that many rows share: what it says on this day.

const saying = (cells, words) => cells.map((one) => (one.shared ? words.get(one.shared) : one));

function body(heads, [, , head, rows], words) {
  const own = head.length ? heads.slice(2) : heads;
  const drawn = rows.map((row, number) => {
    const cells = saying(row, words);
    const owned = head.length && !number ? owner(head, rows.length) : [];
    const told = cells.map((one, at) => cell(own[at], one, cells));
    return element("tr", {}, ...owned, ...told);
  });
  return element("tbody", {}, ...drawn);
}

function draw(table, place) {
  const { heads, spans, nothing, shared = [] } = data.tables[table.dataset.table];
  const there = ([first, end]) => first <= place && place < end;
  const numbers = [...spans.keys()].filter((number) => there(spans[number]));
  const said = [...shared.keys()].filter((number) => there(shared[number]));
  const drawn = `${numbers}; ${said}`;
  if (table.dataset.drawn === drawn) return;
  table.dataset.drawn = drawn;
  const words = new Map(said.map((number) => shared[number].slice(2)));
  const bodies = numbers.map((number) => body(heads, spans[number], words));
  if (!bodies.length) {
    const empty = element("td", { colspan: heads.length }, nothing);
    bodies.push(element("tbody", {}, element("tr", { class: "nothing" }, empty)));
  }
  for (const old of [...table.tBodies]) old.remove();
  table.append(...bodies);
}

// The small lines: cut at the day, with a dot where they are on it.

const trends = new Map();
for (const kept of byId("trends").content.children) {
  trends.set(kept.dataset.for, kept.firstElementChild);
}

const past = byId("past-days");
const width = Number(past.getAttribute("width"));

function drawTrends(place) {
  const across = last ? (place / last) * width : width;
  past.setAttribute("width", across);
  for (const line of document.querySelectorAll("svg[data-steps]")) {
    const steps = line.dataset.steps.split(",").map((step) => step.split(" "));
    const at = steps.filter(([first]) => Number(first) <= place).at(-1);
    const dot = line.querySelector("circle");
    dot.classList.toggle("gone", !at?.[1]);
    if (at?.[1]) {
      dot.setAttribute("cx", Math.min(across, width - 3));
      dot.setAttribute("cy", at[1]);
    }
  }
}

// The day: its basis, its events, and where the one before and the next are.

const events = [...document.querySelectorAll("[data-place]")].map((one) => ({
  place: Number(one.dataset.place),
  item: one,
}));
const turns = [...new Set(events.map((one) => one.place))].sort((a, b) => a - b);

function state(place) {
  byId("stated").textContent = `as of ${labelOf(place)}${data.stated}`;
  const cut = new Date(parseInt(data.days[place], 36) / 1000);
  byId("cut").textContent = cut.toISOString().replace(".000Z", "Z");
  const token = data.token.join(data.days[place]);
  for (const one of document.querySelectorAll(".token")) one.textContent = token;
  const notes = data.notes.filter(([first, end]) => first <= place && place < end);
  byId("notes").replaceChildren(...notes.map(([, , note]) => element("li", {}, note)));
}

function drawEvents(place) {
  const told = [];
  for (const one of events) {
    one.item.classList.toggle("later", one.place > place);
    if (one.place !== place) continue;
    const number = one.item.id.replace("event-", "");
    const words = one.item.querySelector("p").cloneNode(true).childNodes;
    told.push(element("li", {}, toEvent(number, number), " ", ...words));
  }
  const nothing = element("li", { class: "note" }, "Nothing new on this day.");
  byId("that-day").replaceChildren(...(told.length ? told : [nothing]));
}

let chosen = last;

function choose(place) {
  chosen = Number.isFinite(place) ? Math.min(Math.max(place, 0), last) : last;
  slider.value = chosen;
  slider.setAttribute("aria-valuetext", labelOf(chosen));
  day.value = dateOf(chosen);
  byId("before").disabled = !turns.some((turn) => turn < chosen);
  byId("after").disabled = !turns.some((turn) => turn > chosen);
  state(chosen);
  for (const table of document.querySelectorAll("[data-table]")) draw(table, chosen);
  drawTrends(chosen);
  drawEvents(chosen);
  for (const one of document.querySelectorAll("[data-since]")) {
    one.classList.toggle("unknown", chosen < Number(one.dataset.since));
  }
  const cut = parseInt(data.days[chosen], 36) / 1000;
  document.dispatchEvent(new CustomEvent("day", { detail: cut }));
}

const placeOf = (date) => Math.round((Date.parse(date) - start) / DAY);

slider.addEventListener("input", () => choose(Number(slider.value)));
day.addEventListener("change", () => day.value && choose(placeOf(day.value)));
byId("before").addEventListener("click", () => {
  choose(turns.filter((turn) => turn < chosen).at(-1) ?? chosen);
});
byId("after").addEventListener("click", () => {
  choose(turns.find((turn) => turn > chosen) ?? chosen);
});
byId("chooser").addEventListener("submit", (event) => event.preventDefault());

for (const id of ["chooser", "that-day"]) byId(id).hidden = false;
choose(placeOf(new URLSearchParams(location.search).get("as-of") ?? dateOf(last)));
