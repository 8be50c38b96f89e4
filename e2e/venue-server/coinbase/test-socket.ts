// How does a test talk to one of Coinbase's sockets by hand? It waits for frames, never for time.
import { once } from "node:events";
import { WebSocket } from "ws";

/** A frame with what all but errors have. */
export interface WireFrame {
  readonly type?: string;
  readonly message?: string;
  readonly channel?: string;
  readonly timestamp?: string;
  readonly sequence_num?: number;
  readonly events?: readonly Readonly<Record<string, unknown>>[];
}

export class TestSocket {
  readonly texts: string[] = [];
  readonly #socket: WebSocket;
  readonly #ended: Promise<string>;
  #read = 0;
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      // A text frame arrives as one buffer.
      this.texts.push(String(data));
      this.#wake();
    });
    this.#ended = new Promise((resolve) => socket.once("close", (code, reason) => resolve(`${code} ${reason}`)));
  }

  /** Rejects where the handshake is refused. */
  static async open(url: string, path: string): Promise<TestSocket> {
    const socket = new WebSocket(new URL(path, url.replace("http:", "ws:")));
    const opened = new TestSocket(socket);
    await once(socket, "open");
    return opened;
  }

  /** An object as JSON, text as it is. */
  send(message: object | string): void {
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  async next(): Promise<WireFrame> {
    while (this.#read >= this.texts.length)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#read += 1;
    return JSON.parse(this.texts[this.#read - 1] ?? "");
  }

  async take(count: number): Promise<readonly WireFrame[]> {
    const frames: WireFrame[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  /** Sends and gives the frames up to the one that ends the answer: an acknowledgement or an error. */
  async ask(message: object | string): Promise<readonly WireFrame[]> {
    this.send(message);
    const frames: WireFrame[] = [];
    for (;;) {
      const frame = await this.next();
      frames.push(frame);
      if (frame.channel === "subscriptions" || frame.type === "error") return frames;
    }
  }

  /** Code and reason of the end, once it has come. */
  ended(): Promise<string> {
    return this.#ended;
  }

  close(): void {
    this.#socket.terminate();
  }
}
