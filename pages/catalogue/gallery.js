// Takes a click on a picture through Streamlit, which opens the page within the session: what a person has built
// elsewhere stays. Without this script the links work as any others do.

export default function ({ setTriggerValue }) {
  const follow = (event) => {
    const link = event.target.closest?.("a[data-function]");
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere) return;
    event.preventDefault();
    setTriggerValue("chosen", link.dataset.function);
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
