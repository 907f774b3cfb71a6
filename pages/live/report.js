// Lets the script that paints report to the server.
//
// It stands in a fragment, and is short for that: Streamlit sends more than 10 kB once, and from then on a reference.
// When a fragment runs again before its last run has been sent, Streamlit drops what that run had to send, but takes
// references for another's (forward_msg_queue.py). One for a place that is not there breaks the page.

export default function (server) {
  globalThis.activationExplorerServer = server;
  globalThis.activationExplorer?.report();
}
