// What crosses from the program into the page? One message port, on request. No function, no object, no Electron API.
import { ipcRenderer } from "electron";

/** Also in port-bridge.ts and the page's client; a preload is one file and can import neither. */
const CONNECT_CHANNEL = "schwabot:connect";
const ASK_FOR_PORT = "schwabot:ask-for-port";
const HERE_IS_PORT = "schwabot:port";

window.addEventListener("message", (event) => {
  if (event.source !== window || event.origin !== window.location.origin || event.data !== ASK_FOR_PORT) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(CONNECT_CHANNEL, null, [port2]);
  window.postMessage(HERE_IS_PORT, window.location.origin, [port1]);
});
