// Takes a click on a picture through Streamlit, which opens the page within the session: what a person has built
// elsewhere stays. Without this script the links work as any others do. While one types, only the functions that go by
// what has been typed so far are in sight; Streamlit hears of it on Enter.

const FIELD = ".st-key-q input";

function search(text) {
  const needle = text.trim().toLowerCase();
  let found = 0;
  for (const family of document.querySelectorAll("section:has(> .gallery)")) {
    let seen = 0;
    for (const link of family.querySelectorAll("a[data-names]")) {
      link.hidden = !link.dataset.names.includes(needle);
      if (!link.hidden) seen += 1;
    }
    family.hidden = !seen;
    found += seen;
  }
  for (const place of document.querySelectorAll(".found")) place.textContent = found;
}

export default function ({ setTriggerValue }) {
  const follow = (event) => {
    const link = event.target.closest?.("a[data-function]");
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere) return;
    event.preventDefault();
    setTriggerValue("chosen", link.dataset.function);
  };
  const type = ({ target }) => {
    if (target.matches?.(FIELD)) search(target.value);
  };
  document.addEventListener("click", follow);
  document.addEventListener("input", type);
  return () => {
    document.removeEventListener("click", follow);
    document.removeEventListener("input", type);
  };
}
