// How does a test talk to the Binance server's sockets, raw, in the server's own time?
import { afterEach } from "vitest";
import { WebSocket } from "ws";
import { ensure } from "#shared/domain/assert.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import type { VenueServerOptions } from "../core/venue-world.ts";
import { startBinanceServer } from "./start-binance-server.ts";
import { API_PATH, BEAT_MS, RAW_PATH } from "./stream-quirks.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test reads any field of any frame
export type Frame = any;

const PRICES = { "BTC/USDT": "100000", "ETH/USDT": "3000", "BNB/USDT": "600" };

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A server whose named markets stand still; closed after the test. */
export async function openStreams(options: VenueServerOptions = { prices: PRICES }) {
  const clock = new ManualClock();
  const server = await startBinanceServer({ clock, ...options });
  closing.push(() => server.close());
  const streams = ensure(server.streams, "the server's streams");
  let marks = 0;

  const connect = async (path = RAW_PATH) => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}${path}`, { perMessageDeflate: false });
    closing.push(() => socket.terminate());
    const texts: string[] = [];
    const waiting: ((text: string) => void)[] = [];
    socket.on("message", (data) => {
      const taker = waiting.shift();
      if (taker === undefined) texts.push(String(data));
      else taker(String(data));
    });
    const ended = new Promise<readonly [code: number, reason: string]>((resolve) =>
      socket.once("close", (code, reason) => resolve([code, String(reason)])),
    );
    await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const nextText = () =>
      new Promise<string>((resolve) => {
        const text = texts.shift();
        if (text === undefined) waiting.push(resolve);
        else resolve(text);
      });
    const next = async (): Promise<Frame> => JSON.parse(await nextText());
    const send = (message: object | string) =>
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
    const ask = (message: object | string): Promise<Frame> => {
      send(message);
      return next();
    };
    /** Every frame that left before now, as text. */
    const sent = async (): Promise<readonly string[]> => {
      marks += 1;
      const mark = JSON.stringify({ mark: marks });
      streams.sendAll(mark);
      const found: string[] = [];
      for (let text = await nextText(); text !== mark; text = await nextText())
        if (!text.startsWith('{"mark"')) found.push(text);
      return found;
    };
    const frames = async (): Promise<readonly Frame[]> => (await sent()).map((text): Frame => JSON.parse(text));
    return { socket, ended, next, send, ask, texts: sent, frames };
  };

  /** Lets time pass, beat by beat. */
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += BEAT_MS) await clock.advance(BEAT_MS);
  };
  const rest = async (target: string): Promise<Frame> => (await fetch(`${server.url}${target}`)).json();
  return { clock, server, streams, connect, connectAccount: () => connect(API_PATH), pass, rest };
}

export type RawClient = Awaited<ReturnType<Awaited<ReturnType<typeof openStreams>>["connect"]>>;

export async function subscribe(client: RawClient, streams: readonly string[], id = 1): Promise<void> {
  const answer = await client.ask({ method: "SUBSCRIBE", params: streams, id });
  if (answer.result !== null) throw new RangeError(`Not subscribed: ${JSON.stringify(answer)}`);
}
