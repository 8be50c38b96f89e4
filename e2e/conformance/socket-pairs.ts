// Has everything that was sent between sockets of this process arrived? Both ends count their bytes.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

/** Looks without any change after which a pair is no longer waited for: its other end does not read. */
const PATIENCE = 2_000;

export class SocketPairs {
  readonly #clients = new Set<Socket>();
  /** By the port at the client's end. */
  readonly #servers = new Map<number, Socket>();
  /** Ends at the server whose client is gone, which they do not know yet. */
  readonly #left = new Set<Socket>();
  #before = "";
  #same = 0;

  constructor() {
    subscribe("net.client.socket", this.#onClient);
    subscribe("net.server.socket", this.#onServer);
  }

  dispose(): void {
    unsubscribe("net.client.socket", this.#onClient);
    unsubscribe("net.server.socket", this.#onServer);
  }

  readonly #onClient = (message: unknown) => {
    // The channel's documented message.
    const { socket } = message as { readonly socket: Socket };
    if (this.#clients.has(socket)) return;
    this.#clients.add(socket);
    let port: number | undefined;
    socket.once("connect", () => {
      port = socket.localPort;
    });
    socket.once("close", () => {
      this.#clients.delete(socket);
      const server = port === undefined ? undefined : this.#servers.get(port);
      if (server !== undefined) this.#left.add(server);
    });
  };

  readonly #onServer = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket };
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    this.#servers.set(remotePort, socket);
    socket.once("close", () => {
      this.#left.delete(socket);
      if (this.#servers.get(remotePort) === socket) this.#servers.delete(remotePort);
    });
  };

  /** Whether bytes, connections or ends of connections are on their way. */
  isMoving(): boolean {
    let moving = this.#left.size > 0;
    let now = `${this.#left.size} left;`;
    for (const client of this.#clients) {
      const server = client.localPort === undefined ? undefined : this.#servers.get(client.localPort);
      const isEven =
        !client.connecting &&
        server !== undefined &&
        client.bytesRead === server.bytesWritten &&
        client.bytesWritten === server.bytesRead;
      if (isEven) continue;
      moving = true;
      now += `${client.localPort} ${client.bytesRead} ${client.bytesWritten} ${server?.bytesRead} ${server?.bytesWritten};`;
    }
    if (!moving) return false;
    this.#same = now === this.#before ? this.#same + 1 : 0;
    this.#before = now;
    return this.#same < PATIENCE;
  }
}
