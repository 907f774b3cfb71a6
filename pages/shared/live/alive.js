// Lets live.js tell the server, once, that it has taken hold of a chart.

export default function ({ setStateValue }) {
  const explorer = (globalThis.activationExplorer ??= {});
  const report = () => setStateValue("alive", true);
  explorer.report = report;
  return () => {
    if (explorer.report === report) delete explorer.report;
  };
}
