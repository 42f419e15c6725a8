// Draws the charts again with Vega, which moves them to the day that is chosen. Vega
// interprets its expressions (ast), so the page needs no eval.

const specs = JSON.parse(document.getElementById("data").textContent).specs;
const narrow = matchMedia("screen and (max-width: 48rem)");
const views = new Map();
let asOf = null;

function follow(figure) {
  const view = views.get(figure);
  if (view && asOf !== null) view.signal("as_of", asOf).run();
}

async function draw(figure) {
  const spec = specs[figure.dataset.chart][narrow.matches ? 1 : 0];
  const paper = document.createElement("div");
  const drawn = await window.vegaEmbed(paper, spec, {
    actions: false,
    ast: true,
    defaultStyle: false,
    logLevel: 1,
    mode: "vega-lite",
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
  });
  views.get(figure)?.finalize?.();
  views.set(figure, drawn.view);
  drawn.view.addEventListener("click", (_, item) => {
    const number = item?.datum?.event;
    if (number && document.getElementById(`event-${number}`)) location.hash = `event-${number}`;
  });
  follow(figure);
  figure.replaceChildren(paper);
}

// What is in sight is drawn at once and follows each step of the slider; the rest is
// drawn when there is time, and follows when it comes into sight or goes to the printer.

const figures = [...document.querySelectorAll("[data-chart]")];
const near = new Set();
const watching = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) near.add(target);
      else near.delete(target);
      if (isIntersecting) show(target);
    }
  },
  { rootMargin: "400px" },
);

function show(figure) {
  if (views.has(figure)) return follow(figure);
  views.set(figure, null);
  return draw(figure);
}

async function showRest() {
  for (const figure of figures) {
    await new Promise((done) => setTimeout(done, 50));
    if (!views.has(figure)) await show(figure);
  }
}

figures.forEach((figure) => watching.observe(figure));
addEventListener("load", showRest);
addEventListener("beforeprint", () => figures.forEach(follow));
narrow.addEventListener("change", () => [...views.keys()].forEach(draw));
document.addEventListener("day", (event) => {
  asOf = event.detail;
  near.forEach(follow);
});
