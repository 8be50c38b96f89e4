// How does a venue answer quickly and always the same, so that only the caller is measured? The first answer to each address
// comes from the venue server, every further one from memory: no signature is checked then, and no limit is counted.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startBinanceServer } from "../../e2e/venue-server/binance/start-binance-server.ts";
import { startKrakenServer } from "../../e2e/venue-server/kraken/start-kraken-server.ts";

export type CannedName = "kraken" | "binance";

export interface CannedVenue {
  readonly url: string;
  readonly apiKey: string;
  readonly secret: string;
  close(): Promise<void>;
}

interface Canned {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** As many levels a side as a plan asks for (`engine/market-data/book-shelf.ts`). */
export const BOOK_LEVELS = 25;

/** A book of real length: a fixed price alone has a few levels, which would flatter whoever reads levels slowly. */
function bookAround(price: number): { readonly bids: [string, string][]; readonly asks: [string, string][] } {
  const side = (sign: number) =>
    Array.from({ length: BOOK_LEVELS }, (_, index): [string, string] => [
      (price + sign * (index + 1) * 0.5).toFixed(1),
      (0.1 + index * 0.01234567).toFixed(8),
    ]);
  return { bids: side(-1), asks: side(1) };
}

/** Each with the market that is asked for, at a fixed price. */
const STARTS = {
  kraken: () => startKrakenServer({ prices: { "BTC/USD": "100000" }, tier: "pro" }),
  binance: () => startBinanceServer({ prices: { "BTC/USDT": "100000" } }),
} as const;

export async function openCannedVenue(name: CannedName): Promise<CannedVenue> {
  const venue = await STARTS[name]();
  venue.account
    .fund("BTC", "10")
    .fund("ETH", "5")
    .fund("SOL", "60")
    .fund(name === "kraken" ? "USD" : "USDT", "1000000");
  venue.market.setBook(name === "kraken" ? "BTC/USD" : "BTC/USDT", bookAround(100_000));
  const { apiKey, secret } = venue.addKey();
  const canned = new Map<string, Canned>();

  const ask = async (method: string, target: string, headers: Headers, body: string): Promise<Canned> => {
    const reply = await fetch(`${venue.url}${target}`, { method, headers, ...(body === "" ? {} : { body }) });
    const answer = {
      status: reply.status,
      type: reply.headers.get("content-type") ?? "application/json",
      body: await reply.text(),
    };
    // A refusal would be measured as an answer ever after.
    if (reply.status === 200 && !answer.body.startsWith('{"error":["E')) canned.set(keyOf(method, target), answer);
    return answer;
  };

  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    // A request without an encoding gives buffers.
    for await (const part of incoming) parts.push(part as Buffer);
    const { method = "GET", url = "/" } = incoming;
    const found = canned.get(keyOf(method, url));
    const answer = found ?? (await ask(method, url, passedOn(incoming.headers), Buffer.concat(parts).toString("utf8")));
    outgoing.writeHead(answer.status, {
      "content-type": answer.type,
      "content-length": Buffer.byteLength(answer.body),
    });
    outgoing.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    secret,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await venue.close();
    },
  };
}

const keyOf = (method: string, target: string): string => `${method} ${target.split("?")[0]}`;

const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "accept-encoding",
]);

function passedOn(headers: NodeJS.Dict<string | string[]>): Headers {
  const passed = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (typeof value === "string" && !OF_THE_CONNECTION.has(name)) passed.set(name, value);
  return passed;
}
