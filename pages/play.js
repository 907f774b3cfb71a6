// Plays a slider: its thumb goes to both ends and back, and whatever follows thumbs follows it, without the server.

const SWEEP = 5000; // milliseconds for a slider to both ends and back
const SLOW_STEP = 700; // milliseconds between the still pictures of a sweep for people who prefer less motion

// Sweeps the thumb of a slider to both ends and back to where it was, without a word to the server.
class Sweep {
  constructor(slider, { loop = false, duration = SWEEP, button = null } = {}) {
    this.input = thumbOf(slider);
    Object.assign(this, { loop, duration, button });
    const [low, high, step] = ["min", "max", "step"].map((name) => Number(this.input[name]));
    const start = Number(this.input.value);
    this.home = start;
    // What stands at its end, such as a run that is over, is shown from its beginning.
    this.stops = start === high && !loop ? [low, high] : [start, high, low, start];
    this.step = step;
    this.length = this.stops.slice(1).reduce((sum, stop, index) => sum + Math.abs(stop - this.stops[index]), 0);
    this.low = low;
    this.started = performance.now();
    this.pause = matchMedia("(prefers-reduced-motion: reduce)").matches ? SLOW_STEP : 0;
    this.stop = () => this.end(false);
    this.field = this.input.closest(`.st-key-${CSS.escape(slider)}`);
    this.field.addEventListener("pointerdown", this.stop, { capture: true, once: true });
    this.field.addEventListener("keydown", this.stop, { capture: true, once: true });
    button?.setAttribute("aria-pressed", "true");
    sweeps.set(this.input, this);
    this.next();
  }

  next() {
    const elapsed = performance.now() - this.started;
    const shown = this.pause ? Math.floor(elapsed / this.pause) * this.pause : elapsed;
    // The page it was on may be gone.
    if (!this.input.isConnected || (elapsed >= this.duration && !this.loop)) return this.end(true);
    this.move(this.at(((shown % this.duration) / this.duration) * this.length));
    this.frame = requestAnimationFrame(() => this.next());
  }

  at(distance) {
    for (let index = 1; index < this.stops.length; index += 1) {
      const [from, to] = [this.stops[index - 1], this.stops[index]];
      if (distance <= Math.abs(to - from)) return from + Math.sign(to - from) * distance;
      distance -= Math.abs(to - from);
    }
    return this.home;
  }

  move(value) {
    const even = this.low + Math.round((value - this.low) / this.step) * this.step;
    moveThumb(this.input, value === this.home ? value : even);
  }

  end(home) {
    cancelAnimationFrame(this.frame);
    if (home) this.move(this.home);
    this.field.removeEventListener("pointerdown", this.stop, { capture: true });
    this.field.removeEventListener("keydown", this.stop, { capture: true });
    this.button?.removeAttribute("aria-pressed");
    sweeps.delete(this.input);
  }
}

const sweeps = new Map();

function thumbOf(slider) {
  return document.querySelector(`.st-key-${CSS.escape(slider)} input[type=range]`);
}

// React listens to input events, and takes a value only if the element's own setter has set it.
function moveThumb(input, value) {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  set.call(input, String(value));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function play(event) {
  const button = event.target.closest?.("[class*=st-key-play-] button");
  if (!button) return;
  const name = [...button.closest("[class*=st-key-play-]").classList].find((name) => name.startsWith("st-key-play-"));
  const slider = name.slice("st-key-play-".length);
  const input = thumbOf(slider);
  if (!input) return;
  // The button is for this script alone; Streamlit would run the page for nothing.
  event.stopImmediatePropagation();
  if (sweeps.has(input)) sweeps.get(input).end(true);
  // A button with a word on it says “Stop” meanwhile.
  else new Sweep(slider, { loop: Boolean(button.querySelector("p")), button });
}

document.addEventListener("click", play, { capture: true });
const sweep = (slider, options) => new Sweep(slider, options);
Object.assign(globalThis.activationExplorer, { thumbOf, moveThumb, sweep });
