import { expect, test } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueNeed } from "#engine/profiles/compute-venue-needs.ts";
import { type Asset, assetSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { ScriptedFeed } from "#testing/scripted-feed.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { RealFeeds } from "./real-feeds.ts";
import type { MarketChoice } from "./venue-feed.ts";

const USUAL: VenueNeed["pace"] = { stream: true, pollEveryMs: null, firstReconnectMs: null };

const need = (
  venue: string,
  assets: string,
  endpoint: VenueNeed["endpoint"] = "production",
  pace: Partial<VenueNeed["pace"]> = {},
): VenueNeed => ({
  pace: { ...USUAL, ...pace },
  venue: venueIdSchema.parse(venue),
  endpoint,
  assets: assets.split(" ").map((asset) => assetSchema.parse(asset)),
});
const market = (symbol: string) => {
  const [base, quote] = symbol.split("/") as [Asset, Asset];
  return { base, quote } as Instrument;
};

function bench(first: readonly VenueNeed[]) {
  const clock = new ManualClock();
  const logger = recordingLogger();
  const open = new Map<string, { readonly feed: ScriptedFeed; wants: MarketChoice }>();
  const said: string[] = [];
  const paces: VenueNeed["pace"][] = [];
  let needs = first;
  const feeds = new RealFeeds({
    engine: {
      openFeed: (feed, wants) => {
        said.push(`open ${feed.venue}`);
        open.set(feed.venue, { feed: feed as ScriptedFeed, wants });
      },
      setWanted: (venue, wants) => {
        said.push(`change ${venue}`);
        const known = open.get(venue);
        if (known !== undefined) known.wants = wants;
      },
      closeFeed: async (venue) => {
        said.push(`close ${venue}`);
        open.delete(venue);
      },
    },
    openFeed: (venue, _endpoint, pace) => {
      paces.push(pace);
      if (venue === "coinbase") throw new EngineError("VENUE_NOT_SUPPORTED", "Coinbase has no sandbox.");
      return new ScriptedFeed(venue, []);
    },
    needs: () => needs,
    clock,
    logger,
  });
  const wants = (venue: string, symbol: string) => open.get(venue)?.wants(market(symbol)) ?? null;
  return { clock, feeds, logger, said, paces, wants, setNeeds: (changed: readonly VenueNeed[]) => (needs = changed) };
}

test("a venue is opened when an account needs it, with the markets between the assets of all profiles", async () => {
  const { feeds, said, wants } = bench([
    need("kraken", "BTC USD"),
    need("kraken", "ETH USD"),
    need("binance", "BTC USDT"),
  ]);
  await feeds.refresh();
  expect(said).toEqual(["open kraken", "open binance"]);
  expect(wants("kraken", "ETH/BTC")).toBe(true);
  expect(wants("kraken", "SOL/USD")).toBe(false);
  expect(wants("binance", "BTC/USDT")).toBe(true);
});

test("a new holding widens the watch within seconds; the same need asks for nothing", async () => {
  const { clock, feeds, said, wants, setNeeds } = bench([need("kraken", "BTC USD")]);
  feeds.start();
  await clock.advance(60_000);
  expect(said).toEqual(["open kraken"]);
  setNeeds([need("kraken", "BTC SOL USD")]);
  await clock.advance(5_000);
  expect(said).toEqual(["open kraken", "change kraken"]);
  expect(wants("kraken", "SOL/USD")).toBe(true);
  await feeds.dispose();
  setNeeds([]);
  await clock.advance(60_000);
  expect(said).toHaveLength(2);
});

test("a venue that nobody needs any more is closed, and another endpoint is another venue", async () => {
  const { feeds, said, setNeeds } = bench([need("binance", "BTC USDT"), need("kraken", "BTC USD")]);
  await feeds.refresh();
  setNeeds([need("binance", "BTC USDT", "sandbox")]);
  await feeds.refresh();
  expect(said.slice(2)).toEqual(["close binance", "close kraken", "open binance"]);
});

test("a venue that cannot be opened is told once and does not keep the others away", async () => {
  const { feeds, logger, said } = bench([need("coinbase", "BTC USD"), need("kraken", "BTC USD")]);
  await feeds.refresh();
  await feeds.refresh();
  expect(said).toEqual(["open kraken"]);
  expect(logger.lines.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("a venue is read at the pace of the profiles that need it, and anew when that changes", async () => {
  const slow = { stream: false, pollEveryMs: 30_000, firstReconnectMs: 20_000 };
  const { feeds, said, paces, setNeeds } = bench([need("kraken", "BTC USD", "production", slow)]);
  await feeds.refresh();
  await feeds.refresh();
  expect(paces).toEqual([slow]);
  setNeeds([
    need("kraken", "BTC USD", "production", slow),
    need("kraken", "BTC USD", "production", { stream: false, pollEveryMs: 10_000 }),
  ]);
  await feeds.refresh();
  // Who says nothing of the first wait has the usual one, and so has the venue.
  expect(paces[1]).toEqual({ stream: false, pollEveryMs: 10_000, firstReconnectMs: null });
  setNeeds([need("kraken", "BTC USD", "production", slow), need("kraken", "BTC USD")]);
  await feeds.refresh();
  expect(paces[2]).toEqual(USUAL);
  expect(said).toEqual(["open kraken", "close kraken", "open kraken", "close kraken", "open kraken"]);
});
