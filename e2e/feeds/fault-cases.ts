// What can go wrong on a venue's sockets, and how soon must it be known?
import type { StreamFault } from "../venue-server/core/stream-faults.ts";
import type { FeedVenue, FeedWorld } from "./feed-world.ts";

/**
 * `noticed`: the feed says so within the limit. `counted`: what is wrong is refused and counted. `harmless`: nothing of it can be told
 * from ordinary frames, and prices stay right.
 */
export type Expectation = "noticed" | "counted" | "harmless";

export interface FaultCase {
  readonly name: string;
  /** Plants it; what is returned ends it. */
  readonly plant: (world: FeedWorld, venue: FeedVenue) => () => void;
  readonly expected: (venue: FeedVenue) => Expectation;
  /** Whether no true price comes any more: it must not be called live for long. */
  readonly cutsPrices: boolean;
}

const onStreams =
  (fault: StreamFault) =>
  (world: FeedWorld, venue: FeedVenue): (() => void) => {
    const planted = world.streams(venue).faults.add(fault);
    return () => planted.remove();
  };

/** The whole network is gone: no socket, no REST. */
const offline =
  (fault: StreamFault) =>
  (world: FeedWorld, venue: FeedVenue): (() => void) => {
    const { faults } = world.server(venue);
    const sockets = world.streams(venue).faults.add(fault);
    const rest = faults.add({ kind: "dropRequest" }, { path: /./, times: Number.POSITIVE_INFINITY });
    if (fault.kind === "refuse") world.streams(venue).dropAll();
    return () => {
      sockets.remove();
      rest.remove();
    };
  };

/** Where each venue writes its times. */
const TIMES: Readonly<Record<FeedVenue, RegExp>> = {
  binance: /(?<="[ET]":)\d{13}/g,
  coinbase: /(?<="timestamp":")[^"]+|(?<="time":")[^"]+/g,
  coinbaseexchange: /(?<="time":")[^"]+/g,
  kraken: /(?<="timestamp":")[^"]+/g,
};

function freezeTime(world: FeedWorld, venue: FeedVenue): () => void {
  const first = new Map<number, string>();
  return onStreams({
    kind: "alter",
    change: (text) =>
      text.replaceAll(TIMES[venue], (found) => {
        // Times of a kind keep their form; the first of each length stands for ever.
        const kept = first.get(found.length) ?? found;
        first.set(found.length, kept);
        return kept;
      }),
  })(world, venue);
}

/** Best prices as each venue names them, and what a fault makes of them. */
const PRICES: Readonly<Record<FeedVenue, RegExp>> = {
  binance: /(?<="[ba]":")[\d.]+(?=")/g,
  coinbase: /(?<="best_(?:bid|ask)":")[\d.]+(?=")/g,
  coinbaseexchange: /(?<="best_(?:bid|ask)":")[\d.]+(?=")/g,
  kraken: /(?<="(?:bid|ask)":)[\d.]+/g,
};

const alterPrices = (change: (price: string) => string) => (world: FeedWorld, venue: FeedVenue) =>
  onStreams({ kind: "alter", change: (text) => text.replaceAll(PRICES[venue], change) })(world, venue);

/** One frame in ten shows all its prices five percent too high. */
function spikes(world: FeedWorld, venue: FeedVenue): () => void {
  let quotes = 0;
  return onStreams({
    kind: "alter",
    change: (text) => {
      if (text.match(PRICES[venue]) === null) return text;
      quotes += 1;
      if (quotes % 10 !== 0) return text;
      return text.replaceAll(PRICES[venue], (price) => (Number(price) * 1.05).toFixed(2));
    },
  })(world, venue);
}

const counts = (venue: FeedVenue) => venue === "coinbase";

export const FAULT_CASES: readonly FaultCase[] = [
  {
    name: "freeze with the socket open",
    plant: onStreams({ kind: "freeze" }),
    expected: () => "noticed",
    cutsPrices: true,
  },
  { name: "half-open", plant: onStreams({ kind: "halfOpen" }), expected: () => "noticed", cutsPrices: true },
  {
    name: "half-open, REST gone too",
    plant: offline({ kind: "halfOpen" }),
    expected: () => "noticed",
    cutsPrices: true,
  },
  {
    name: "network gone",
    plant: offline({ kind: "refuse", status: 503 }),
    expected: () => "noticed",
    cutsPrices: true,
  },
  {
    name: "drop, and no handshake is answered",
    plant: (world, venue) => {
      const end = onStreams({ kind: "hang" })(world, venue);
      world.streams(venue).dropAll();
      return end;
    },
    expected: () => "noticed",
    cutsPrices: true,
  },
  {
    name: "slow by 20 s",
    plant: onStreams({ kind: "slow", delayMs: 20_000 }),
    expected: () => "noticed",
    cutsPrices: true,
  },
  {
    name: "disconnect storm",
    plant: onStreams({ kind: "storm", afterMs: 500 }),
    expected: () => "noticed",
    cutsPrices: false,
  },
  { name: "frozen exchange time", plant: freezeTime, expected: () => "noticed", cutsPrices: false },
  {
    name: "reorder",
    plant: onStreams({ kind: "reorder" }),
    expected: (venue) => (counts(venue) ? "noticed" : "harmless"),
    cutsPrices: false,
  },
  {
    name: "duplicate",
    plant: onStreams({ kind: "duplicate", every: 1 }),
    expected: (venue) => (venue === "kraken" || venue === "coinbaseexchange" ? "harmless" : "counted"),
    cutsPrices: false,
  },
  {
    name: "gap",
    plant: onStreams({ kind: "gap", every: 4 }),
    expected: (venue) => (counts(venue) ? "noticed" : "harmless"),
    cutsPrices: false,
  },
  {
    name: "broken JSON",
    plant: onStreams({ kind: "truncate", every: 3 }),
    expected: () => "counted",
    cutsPrices: false,
  },
  {
    name: "binary frames",
    plant: onStreams({ kind: "binary", every: 3 }),
    expected: () => "counted",
    cutsPrices: false,
  },
  {
    name: "wrong but valid: bid over ask",
    plant: (world, venue) => {
      let at = 0;
      return alterPrices((price) => {
        at += 1;
        return at % 2 === 1 ? (Number(price) * 1.001).toFixed(2) : price;
      })(world, venue);
    },
    expected: () => "counted",
    cutsPrices: true,
  },
  {
    name: "wrong but valid: zero",
    plant: alterPrices(() => "0"),
    // A book without one side is no mistake of the venue: there is no price, and the last one ages.
    expected: () => "noticed",
    cutsPrices: true,
  },
  { name: "spikes of 5 %", plant: spikes, expected: () => "counted", cutsPrices: false },
];
