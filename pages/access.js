// Mends what Streamlit's own elements lack for touch, keyboard, paper and screen readers, where neither CSS nor a setting
// can. It is loaded once; each part stands by itself, and does nothing where an element is not as expected.

const NARROW = matchMedia("(max-width: 768px)");
const SLIDER = ".stSlider [role=group]";
const DECIDED = 6; // pixels after which a finger has said in which direction it goes
const CALM = 600; // milliseconds without a change after which a result is read out
const EDGE = 8; // pixels between a popover and the edge of the window
const NOWHERE = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

// --- Names. Streamlit takes Markdown's asterisks into a slider's name and says it twice; a button with nothing but an
// icon is named after the icon.

const plain = (name) => name.replace(/\*\*/g, "");

function mendNames() {
  for (const input of document.querySelectorAll(".stSlider input[type=range][aria-labelledby]")) {
    input.removeAttribute("aria-labelledby");
  }
  for (const element of document.querySelectorAll('[aria-label*="**"]')) {
    element.setAttribute("aria-label", plain(element.getAttribute("aria-label")));
  }
  for (const place of document.querySelectorAll("[class*=st-key-play-]")) {
    const key = [...place.classList].find((name) => name.startsWith("st-key-play-")).slice("st-key-play-".length);
    const slider = document.querySelector(`.st-key-${CSS.escape(key)} input[type=range]`);
    const name = `Play ${plain(slider?.getAttribute("aria-label") ?? key).split(" · ")[0]}`;
    for (const button of place.querySelectorAll("button")) {
      if (button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
    }
  }
}

// A formula, a table or code that is wider than its place is scrolled with the arrow keys.
const WIDE = ".katex-display, [data-testid=stMarkdownContainer] table, [data-testid=stCode] pre";

function letWideScroll() {
  for (const part of document.querySelectorAll(WIDE)) {
    if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight + 1) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}

// --- Results are read out once they have come to rest, and not on the way.

let status = null;
let said = null;
let soon = null;

function announceResults() {
  clearTimeout(soon);
  soon = setTimeout(() => {
    const parts = [...document.querySelectorAll(".st-key-follows-said")];
    if (parts.some((part) => part.getAttribute("aria-busy") === "true")) return announceResults();
    const text = parts.map((part) => part.innerText.trim()).join(" ");
    // What a page begins with is read with the page.
    const begun = said?.page === location.pathname;
    if (begun && said.text !== text) status.textContent = text;
    said = { page: location.pathname, text };
  }, CALM);
}

// --- The menu of a phone lies over the page, and Streamlit remembers that it is open, for reloads and shared links too.

const expanded = () => document.querySelector("[data-testid=stSidebar][data-collapsed=false], " +
  "[data-testid=stSidebar][aria-expanded=true]");

function closeMenu() {
  if (NARROW.matches) expanded()?.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
}

function forgetMenu() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("stSidebarCollapsed")) localStorage.removeItem(key);
  }
}

function leaveMenu({ target }) {
  if (target.closest?.("[data-testid=stSidebarNavLink]")) setTimeout(closeMenu);
  if (target.closest?.("[data-testid=stSidebar], [data-testid=stExpandSidebarButton]")) setTimeout(forgetMenu, 500);
}

// --- Fingers. A swipe that goes up or down is the browser's, which scrolls; so a slider hears of a finger only once it
// goes sideways, or is lifted where it was put.

let finger = null;

function holdTouch(event) {
  if (!event.isTrusted || event.pointerType !== "touch" || !event.target.closest?.(SLIDER)) return;
  event.stopPropagation();
  finger = event;
}

function passTouchOn() {
  const { target, pointerId, clientX, clientY, isPrimary } = finger;
  finger = null;
  const options = { bubbles: true, cancelable: true, composed: true, pointerType: "touch", button: 0, buttons: 1 };
  target.dispatchEvent(new PointerEvent("pointerdown", { ...options, pointerId, clientX, clientY, isPrimary }));
}

function decideDirection(event) {
  if (finger?.pointerId !== event.pointerId) return;
  const [across, up] = [event.clientX - finger.clientX, event.clientY - finger.clientY].map(Math.abs);
  if (across > DECIDED && across > up) passTouchOn();
}

function passTapOn(event) {
  if (finger?.pointerId === event.pointerId) passTouchOn();
}

function keepFromCharts(event) {
  // Plotly would zoom, and forbid the browser to scroll. A tap still comes as a click, which shows the numbers.
  if (event.target.closest?.(`${SLIDER}, .js-plotly-plot .draglayer`)) event.stopPropagation();
}

// --- A popover that reaches out of the window is moved up, over its button if need be.

function moveInside() {
  for (const body of document.querySelectorAll("[data-testid=stPopoverBody]")) {
    const moved = Number.parseFloat(body.style.translate?.split(" ")[1] ?? 0) || 0;
    const { top, bottom, height } = body.getBoundingClientRect();
    if (!height) continue;
    const wanted = Math.min(0, Math.max(innerHeight - EDGE - (bottom - moved), EDGE - (top - moved)));
    if (Math.abs(wanted - moved) > 1) body.style.translate = `0 ${wanted}px`;
  }
}

// --- Paper. A chart is as many pixels broad as the window; with a view box it can shrink.

function fitForPaper(on) {
  for (const layer of document.querySelectorAll(".js-plotly-plot .main-svg")) {
    if (on) layer.setAttribute("viewBox", `0 0 ${layer.getAttribute("width")} ${layer.getAttribute("height")}`);
    else layer.removeAttribute("viewBox");
  }
}

let waiting = null;

function mendSoon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    mendNames();
    letWideScroll();
    moveInside();
    announceResults();
  }, 30);
}

function start() {
  status = document.createElement("div");
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  status.style.cssText = NOWHERE;
  document.body.append(status);
  const [passive, capture] = [{ capture: true, passive: true }, true];
  document.addEventListener("click", leaveMenu, capture);
  document.addEventListener("pointerdown", holdTouch, capture);
  document.addEventListener("pointermove", decideDirection, capture);
  document.addEventListener("pointerup", passTapOn, capture);
  document.addEventListener("pointercancel", () => (finger = null), capture);
  document.addEventListener("touchstart", keepFromCharts, passive);
  addEventListener("beforeprint", () => fitForPaper(true));
  addEventListener("afterprint", () => fitForPaper(false));
  matchMedia("print").addEventListener("change", ({ matches }) => fitForPaper(matches));
  const options = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target !== status)) mendSoon();
  }).observe(document.body, { ...options, attributeFilter: ["aria-label", "aria-labelledby", "aria-busy", "style"] });
  forgetMenu();
  closeMenu();
  mendSoon();
}

start();
