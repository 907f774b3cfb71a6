// Hands one message to live.js, which the page loads once; it may come first.

export default function (component) {
  let leave = null;
  const enter = () => (leave = globalThis.activationExplorer.receive(component));
  if (globalThis.activationExplorer) enter();
  else addEventListener("activation-explorer", enter, { once: true });
  return () => {
    removeEventListener("activation-explorer", enter);
    leave?.();
  };
}
