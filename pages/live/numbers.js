// Numbers as people write them; words.py does the same.

function format(value, { digits = 5, decimals, least = 0 } = {}) {
  if (value > 0 && value < least) return "≈0";
  const rounded = decimals === undefined ? value.toPrecision(digits) : value.toFixed(decimals);
  return Number.isNaN(value) ? "undefined" : typeset(String(Number(rounded)));
}

// A number as people write it: −1.5·10⁻⁷.
function typeset(text) {
  const [mantissa, exponent] = text.replace("Infinity", "∞").split("e");
  const whole = mantissa.replace("-", "−");
  if (!exponent) return whole;
  const power = `10${[...String(Number(exponent))].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("")}`;
  return whole.endsWith("1") && whole.length < 3 ? whole.replace("1", power) : `${whole}·${power}`;
}
