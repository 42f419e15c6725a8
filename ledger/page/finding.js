// Finds and orders: hides what holds none of the words that are searched, and puts the
// companies in another order. It works out nothing; it reads what stands on the page.

const byId = (id) => document.getElementById(id);
const [search, order, found] = [byId("search"), byId("order"), byId("found")];
const all = (selector) => [...document.querySelectorAll(selector)];
const fold = (text) => text.normalize("NFKC").toLowerCase();

// What was searched once is kept folded: events do not change, companies do.

const folded = new WeakMap();

function textOf(one) {
  if (!folded.has(one)) folded.set(one, fold(one.textContent));
  return folded.get(one);
}

const KINDS = [
  ["company", "companies", "#ranking [data-table] > tbody", false],
  ["denial", "denials", "#disputed [data-table] > tbody", false],
  ["", "", ".company", false],
  ["source", "sources", ".records > tbody > tr", true],
  ["event", "events", ".events > li", true],
];

function hide(words, kept, one) {
  const text = kept ? textOf(one) : fold(one.textContent);
  const there = words.every((word) => text.includes(word));
  one.classList.toggle("unfound", !there);
  return there;
}

function find() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  const told = [];
  for (const [one, several, selector, kept] of KINDS) {
    const items = all(selector).filter((item) => !item.querySelector(":scope > .nothing"));
    const count = items.filter((item) => hide(words, kept, item)).length;
    if (several) told.push(`${count.toLocaleString("en")} ${count === 1 ? one : several}`);
  }
  for (const part of all(".part")) {
    const some = part.querySelector(".events > li:not(.unfound)") !== null;
    part.classList.toggle("unfound", !some);
    if (words.length) part.open = some;
  }
  found.textContent = words.length ? `found: ${told.join(", ")}` : "";
}

// The order of the companies: that of the page is kept as the rank.

const ranks = new WeakMap();
const slugOf = (body) => body.querySelector("th a")?.hash.replace("#company-", "") ?? "";

function eventsBySlug() {
  const counts = new Map();
  for (const one of all(".events > li:not(.later)")) {
    const [times, last] = counts.get(one.dataset.company) ?? [0, -1];
    const place = Math.max(last, Number(one.dataset.place));
    counts.set(one.dataset.company, [times + 1, place]);
  }
  return counts;
}

function keys() {
  const counts = order.value === "rank" ? new Map() : eventsBySlug();
  const about = (slug) => counts.get(slug) ?? [0, -1];
  return {
    rank: (one) => ranks.get(one),
    name: (one) => fold(one.querySelector("th a, h3").textContent),
    news: (one, slug) => -about(slug)[1],
    events: (one, slug) => -about(slug)[0],
  }[order.value];
}

function sorted(items, slug) {
  items.forEach((one, place) => ranks.has(one) || ranks.set(one, place));
  const key = keys();
  const keyed = items.map((one) => [key(one, slug(one)), one]);
  const compare = ([a, x], [b, y]) => {
    const way = typeof a === "string" ? a.localeCompare(b) : a - b;
    return way || ranks.get(x) - ranks.get(y);
  };
  return keyed.sort(compare).map(([, one]) => one);
}

let ordered = false;

function arrange() {
  if (order.value === "rank" && !ordered) return;
  ordered = true;
  const table = document.querySelector("[data-table=ranking]");
  const bodies = [...table.tBodies].filter((body) => slugOf(body));
  table.append(...sorted(bodies, slugOf));
  const companies = all(".company");
  byId("companies").append(...sorted(companies, (one) => one.id.replace("company-", "")));
}

let waiting = 0;
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 120);
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") search.value = "";
  if (event.key === "Escape") find();
});
order.addEventListener("change", arrange);
byId("finding").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("day", () => {
  arrange();
  if (search.value) find();
});

// A link to an event opens the part that it stands in, and shows it if it was hidden.

function reveal() {
  const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const part = target.closest(".part");
  if (part && !part.open) part.open = true;
  if (!target.closest(".unfound")) return;
  search.value = "";
  find();
  target.scrollIntoView();
}

addEventListener("hashchange", reveal);
byId("finding").hidden = false;
reveal();
