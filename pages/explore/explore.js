// What the hand does on Explore besides moving sliders: it drags the probe along the curve or brings it by a click, and
// sets a parameter to a value that is known or typed. A first visit is shown what a slider does.

const NEAR = 30; // pixels from the probe's point within which it is taken hold of
const STILL = 5; // pixels by which a click may miss itself
const FIRST_SWEEP = 2500; // milliseconds
const POINTER = 4711; // which no hand has, so that nothing but this script moves a thumb that it holds
const VISITED = "activation-explorer-visited";
const GREETING = 900; // milliseconds after which the chart has been seen at rest

let tell = () => {};
let held = null;

const explorer = () => globalThis.activationExplorer;

// The chart with a probe below the pointer.
function chartAt(target) {
  const plot = target.closest?.(".draglayer")?.closest(".js-plotly-plot");
  const probes = plot?._fullData?.filter((trace) => trace.meta?.slider) ?? [];
  return probes.length ? { plot, probes, slider: probes[0].meta.slider } : null;
}

function placeOf({ plot, probes }, event) {
  const { left } = plot.getBoundingClientRect();
  const axis = plot._fullLayout[probes[0].xaxis.replace("x", "xaxis")];
  return axis.p2c(event.clientX - left - axis._offset);
}

function isNear({ probes }, event) {
  const dots = probes.flatMap(({ uid }) => [...document.querySelectorAll(`.trace${CSS.escape(uid)} path.point`)]);
  return dots.some((dot) => {
    const { x, y, width, height } = dot.getBoundingClientRect();
    return Math.hypot(event.clientX - x - width / 2, event.clientY - y - height / 2) < NEAR;
  });
}

// Streamlit hears of a value once a thumb is let go of.
function takeHold(input) {
  const thumb = input.parentElement.parentElement;
  const { x, y, width, height } = thumb.getBoundingClientRect();
  const options = { bubbles: true, cancelable: true, pointerType: "mouse", button: 0, isPrimary: true, pointerId: POINTER };
  const at = { clientX: x + width / 2, clientY: y + height / 2 };
  thumb.dispatchEvent(new PointerEvent("pointerdown", { ...options, ...at, buttons: 1 }));
  return () => window.dispatchEvent(new PointerEvent("pointerup", { ...options, ...at, buttons: 0 }));
}

function moveProbe(event) {
  const { chart, input } = held;
  const [low, high, step] = ["min", "max", "step"].map((name) => Number(input[name]));
  const even = low + Math.round((placeOf(chart, event) - low) / step) * step;
  explorer().moveThumb(input, Math.min(Math.max(even, low), high));
}

function press(event) {
  const chart = event.isTrusted && !event.button ? chartAt(event.target) : null;
  const input = chart && explorer()?.thumbOf(chart.slider);
  if (!input || input.disabled) return;
  held = { chart, input, from: event, letGo: null };
  if (!isNear(chart, event)) return;
  event.stopPropagation();
  event.preventDefault();
  held.letGo = takeHold(input);
}

function drag(event) {
  if (!held?.letGo || !event.isTrusted) return;
  event.preventDefault();
  moveProbe(event);
}

function release(event) {
  if (!held || !event.isTrusted) return;
  const moved = Math.hypot(event.clientX - held.from.clientX, event.clientY - held.from.clientY);
  if (held.letGo) moveProbe(event);
  else if (moved < STILL) {
    held.letGo = takeHold(held.input);
    moveProbe(event);
  }
  const { letGo } = held;
  held = null;
  // React takes the value first.
  if (letGo) setTimeout(letGo);
}

function abandon() {
  held?.letGo?.();
  held = null;
}

// --- Values that are known or typed. Only the server takes those between a slider's steps and beyond its ends.

function setKnown({ target }) {
  const button = target.closest?.("[data-set]");
  if (button) tell(button.closest("[data-slider]").dataset.slider, button.dataset.set);
}

function noteValue({ target }) {
  if (target.matches?.("input[data-value]")) target.dataset.before = target.value;
}

// What is refused is gone; what is taken moves the thumb, whose value is written into the field.
function setTyped({ target }) {
  if (!target.matches?.("input[data-value]")) return;
  tell(target.dataset.value, target.value);
  target.value = target.dataset.before;
}

function leaveOnEnter({ key, target }) {
  if (key === "Enter" && target.matches?.("input[data-value]")) target.blur();
}

// --- The first visit: one sweep, unless the link sets a value or less motion is wished for.

function greet() {
  try {
    if (localStorage.getItem(VISITED)) return;
    localStorage.setItem(VISITED, "1");
  } catch {
    return;
  }
  const slider = document.querySelector(".scale")?.dataset.slider;
  if (!slider || location.search || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  (function look() {
    const [chart, input] = [explorer()?.charts.get("chart"), explorer()?.thumbOf(slider)];
    if (!chart?.present || !chart.plot || !input) return void setTimeout(look, 100);
    setTimeout(() => !input.disabled && explorer().sweep(slider, { duration: FIRST_SWEEP }), GREETING);
  })();
}

const LISTENERS = {
  pointerdown: press, pointermove: drag, pointerup: release, pointercancel: abandon,
  click: setKnown, focusin: noteValue, change: setTyped, keydown: leaveOnEnter,
};

export default function ({ setTriggerValue }) {
  tell = (slider, value) => setTriggerValue("value", { slider, value });
  for (const [name, listen] of Object.entries(LISTENERS)) document.addEventListener(name, listen, true);
  greet();
  return () => {
    for (const [name, listen] of Object.entries(LISTENERS)) document.removeEventListener(name, listen, true);
  };
}
