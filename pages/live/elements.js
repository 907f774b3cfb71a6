// Finds widgets and charts on the page.

// The element of a keyed widget or chart; looking through the whole page in every frame takes long.
const elements = new Map();
function findElement(key, selector) {
  const known = elements.get(key + selector);
  if (known?.isConnected) return known;
  const element = document.querySelector(`.st-key-${CSS.escape(key)} ${selector}`);
  elements.set(key + selector, element);
  return element;
}
