// Takes the chart of a page away, as it is on the screen: as a picture with a title, or as numbers.

const SCALE = 2; // pixels of a picture for one of the screen

const firstChart = () => [...document.querySelectorAll(".js-plotly-plot")].find((plot) => plot.data && plot.offsetWidth);

// What the tab is called says what the page shows, and then what it is.
const title = () => document.title.split(" · ").slice(0, -1).join(" · ") || document.title;

function save(name, address) {
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
}

async function savePicture(plot, format) {
  const { width, height } = plot._fullLayout;
  const { margin } = plot.layout;
  const layout = { ...plot.layout, title: { text: title() }, margin: { ...margin, t: (margin?.t ?? 40) + 40 }, height: height + 40, width };
  if (format === "png") layout.paper_bgcolor = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  const address = await globalThis.Plotly.toImage({ data: plot.data, layout }, { format, width, height: height + 40, scale: SCALE });
  save(`${title()}.${format}`, address);
}

const cell = (value) => (value === undefined || Number.isNaN(value) ? "" : /[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);

// The lines of a chart below each other: what each is called, x and y.
function saveNumbers(plot) {
  const rows = [["curve", "x", "y"]];
  for (const { name, x, y, mode, visible } of plot._fullData) {
    if (!mode?.includes("lines") || visible !== true) continue;
    Array.from(x, (value, index) => rows.push([name, value, y[index]]));
  }
  const text = rows.map((row) => row.map(cell).join(",")).join("\r\n");
  save(`${title()}.csv`, URL.createObjectURL(new Blob([text], { type: "text/csv" })));
}

function act({ target }) {
  const action = target.closest?.("[data-share]")?.dataset.share;
  if (!action) return;
  if (action === "print") return print();
  const plot = firstChart();
  if (!plot) return;
  if (action === "csv") saveNumbers(plot);
  else savePicture(plot, action);
}

export default function () {
  document.addEventListener("click", act);
  return () => document.removeEventListener("click", act);
}
