// How does a message port from the page become a frame channel? One message type exists between page and program: here is a port.
import type { IpcMain, IpcMainEvent, MessagePortMain, WebContents } from "electron";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { FrameChannel, RpcServer } from "#shells/rpc-server.ts";
import { isTrustedSender } from "./trusted-sender.ts";

export const CONNECT_CHANNEL = "schwabot:connect";
/** A page needs one port and a few while it reconnects; more is a page gone wrong. */
const MAX_OPEN_PORTS = 8;

export interface PortBridgeOptions {
  readonly ipcMain: Pick<IpcMain, "on" | "off">;
  readonly rpc: RpcServer;
  readonly logger: Logger;
  /** Our window's contents; null while there is none. */
  readonly trustedContents: () => WebContents | null;
}

export function startPortBridge(options: PortBridgeOptions): Stoppable {
  const { ipcMain, rpc, logger } = options;
  const open = new Set<MessagePortMain>();
  const onConnect = (event: IpcMainEvent): void => {
    const [port] = event.ports;
    if (!isTrustedSender(event, options.trustedContents()) || event.ports.length !== 1 || port === undefined) {
      logger.warn("A connection was refused: not our own page", { frames: event.ports.length });
      for (const refused of event.ports) refused.close();
      return;
    }
    if (open.size >= MAX_OPEN_PORTS) {
      logger.warn("A connection was refused: too many are open");
      port.close();
      return;
    }
    open.add(port);
    port.on("close", () => open.delete(port));
    rpc.serve(toChannel(port));
    port.start();
  };
  ipcMain.on(CONNECT_CHANNEL, onConnect);
  return {
    dispose: () => {
      ipcMain.off(CONNECT_CHANNEL, onConnect);
      for (const port of open) port.close();
      open.clear();
    },
  };
}

export function toChannel(port: Pick<MessagePortMain, "postMessage" | "on" | "close">): FrameChannel {
  return {
    // A port has no notion of "sent": what the page has read, it counts itself.
    send: async (text) => port.postMessage(text),
    onFrame: (listener) => port.on("message", (event) => listener(event.data)),
    onClose: (listener) => port.on("close", listener),
    close: () => port.close(),
  };
}
