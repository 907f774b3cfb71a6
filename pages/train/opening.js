// Whoever opens Train sees the networks learn, once: its epochs are played from the first to the last, unless the link
// names one, less motion is wished for, or somebody is quicker. Going back and forth plays nothing again.

const SLIDER = "epoch";
const CHART = "network-0";
const SEEN = "activation-explorer-trained";
const DURATION = 4000; // milliseconds for all epochs
const GREETING = 600; // milliseconds after which the result has been seen at rest
const PATIENCE = 60_000;
const TOUCHES = ["pointerdown", "keydown", "wheel"];

let busy = false;

function mayPlay() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
  if (new URLSearchParams(location.search).has(SLIDER)) return false;
  try {
    if (sessionStorage.getItem(SEEN)) return false;
    sessionStorage.setItem(SEEN, "1");
  } catch {
    return false;
  }
  return true;
}

function watchOver() {
  const here = location.pathname;
  const began = performance.now();
  let ready = 0;
  const leave = () => {
    busy = true;
    for (const name of TOUCHES) document.removeEventListener(name, leave, true);
  };
  for (const name of TOUCHES) document.addEventListener(name, leave, true);
  (function look() {
    const explorer = globalThis.activationExplorer;
    const [input, chart] = [explorer?.thumbOf?.(SLIDER), explorer?.charts.get(CHART)];
    if (busy || location.pathname !== here || performance.now() - began > PATIENCE) return leave();
    const rests = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
    if (!rests || !input || input.disabled || !chart?.plot || !chart.families.size) ready = 0;
    else ready ||= performance.now();
    if (!ready || performance.now() - ready < GREETING) return void setTimeout(look, 100);
    leave();
    if (input.value === input.max) explorer.sweep(SLIDER, { duration: DURATION });
  })();
}

export default function () {
  if (mayPlay()) watchOver();
}
