// Reads the messages that messages.py packs: a header in JSON, and arrays as short as the screen allows.

const MISSING = 65535;

function unpack(bytes) {
  const buffer = bytes.slice().buffer;
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  return { ...header, buffer, start: 4 + size };
}

// One array of one trace at a position between the rows of a message.
function interpolate(message, track, position) {
  const { n, low, high, bits } = track;
  const start = message.start + track.start;
  const rows = new (bits ? Uint8Array : low === undefined ? Float32Array : Uint16Array)(message.buffer, start);
  const scale = (high - low) / (MISSING - 1);
  const at = (index) => {
    if (bits) return (rows[index >> 3] >> (index & 7)) & 1;
    const raw = rows[index];
    return low === undefined ? raw : raw === MISSING ? NaN : low + raw * scale;
  };
  const before = Math.floor(position);
  const share = position - before;
  const length = bits ? Math.ceil(n / 8) * 8 : n;
  const [first, second] = [before * length, share > 1e-6 ? (before + 1) * length : before * length];
  const result = new Float32Array(n);
  for (let index = 0; index < n; index += 1) {
    const [value, next] = [at(first + index), at(second + index)];
    const between = value + share * (next - value);
    result[index] = Number.isNaN(between) ? (share < 0.5 ? value : next) : between;
  }
  return result;
}

// The arrays of a message at a position between its rows: {trace: {x, y}}. Some tracks have a row for every value.
function readArrays(message, position, even) {
  const result = {};
  for (const track of message.tracks) {
    (result[track.trace] ??= {})[track.attribute] = interpolate(message, track, track.every ? even : position);
  }
  return result;
}

// Puts a curve back that a slider has stretched: of height (value/highest)^power g(value/highest·x), from a table of g
// at places whose roots are even.
function addStretch(message, stretch, value, { x, y }) {
  const { n, bend, power, highest } = stretch;
  const table = new Float32Array(message.buffer, message.start + stretch.start, n);
  const root = (place) => (bend === 1 ? place : Math.sign(place) * Math.sqrt(Math.abs(place)));
  const [low, high] = [root(stretch.low), root(stretch.high)];
  const at = (index) => {
    const even = low + (index / (n - 1)) * (high - low);
    return bend === 1 ? even : even * Math.abs(even);
  };
  const share = value / highest;
  const factor = share ** power;
  return x.map((distance, index) => {
    const place = share * distance;
    const position = ((root(place) - low) / (high - low)) * (n - 1);
    const before = Math.min(Math.max(Math.floor(position), 0), n - 2);
    const [left, right] = [at(before), at(before + 1)];
    const height = table[before] + ((place - left) / (right - left)) * (table[before + 1] - table[before]);
    return factor * height + (y ? y[index] : 0);
  });
}

// Where a value stands among ascending ones: 2.25 is a quarter of the way from the third to the fourth.
function place(values, value) {
  const after = values.findIndex((each) => each >= value);
  if (after <= 0) return after === 0 ? 0 : values.length - 1;
  return nearly(after - 1 + (value - values[after - 1]) / (values[after] - values[after - 1]));
}

// A whole number if a position is one but for rounding.
function nearly(position) {
  return Math.abs(position - Math.round(position)) < 1e-6 ? Math.round(position) : position;
}
