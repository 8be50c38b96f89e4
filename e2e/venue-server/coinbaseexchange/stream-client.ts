// How does a test talk to the server's socket? By a plain WebSocket client that waits for frames and never for time.
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { WebSocket } from "ws";
import type { ExchangeKey } from "./exchange-venue.ts";
import { STREAM_PATH } from "./stream-quirks.ts";

export type Frame = Readonly<Record<string, unknown>>;

export interface StreamClient {
  send(message: unknown): void;
  /** The next frame of this type, and all that came before it is let go. */
  next(type: string): Promise<Frame>;
  /** Everything that has been sent up to now and was not asked for yet. */
  rest(): Promise<readonly Frame[]>;
  /** Close code and reason, once the server has ended the connection. */
  readonly ended: Promise<readonly [number, string]>;
  close(): void;
}

export async function connectStream(url: string, path = STREAM_PATH): Promise<StreamClient> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`);
  const frames: Frame[] = [];
  let arrived = () => {};
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)));
    arrived();
  });
  const ended = new Promise<readonly [number, string]>((resolve) => {
    socket.on("close", (code, reason) => resolve([code, String(reason)]));
  });
  await once(socket, "open");
  const send = (message: unknown) => socket.send(typeof message === "string" ? message : JSON.stringify(message));
  const next = async (type: string): Promise<Frame> => {
    for (;;) {
      const frame = frames.shift();
      if (frame?.type === type) return frame;
      if (frame === undefined)
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
    }
  };
  const rest = async () => {
    // The answer to a ping comes after all that was sent before it.
    socket.ping();
    await once(socket, "pong");
    return frames.splice(0);
  };
  return { send, next, rest, ended, close: () => socket.terminate() };
}

/** The fields that make a message the account's. */
export function signedFields({ apiKey, secret, passphrase }: ExchangeKey, nowMs: number) {
  const timestamp = String(nowMs / 1_000);
  const signature = createHmac("sha256", Buffer.from(secret, "base64"))
    .update(`${timestamp}GET/users/self/verify`)
    .digest("base64");
  return { key: apiKey, passphrase, timestamp, signature };
}
