// What happens when nothing is broken: maintenance, an announced end, the end of a connection's life, sleep, a clock that is set?
import { afterEach, describe, expect, test } from "vitest";
import { HOUR_MS, SECOND_MS } from "#shared/domain/time.ts";
import { FAULT_CASES } from "./fault-cases.ts";
import { FEED_VENUES, type FeedVenue, FeedWorld, MARKETS } from "./feed-world.ts";
import { Truth } from "./truth.ts";

let world: FeedWorld | null = null;

afterEach(async () => {
  await world?.close();
  world = null;
});

async function open(venue: FeedVenue) {
  world = await FeedWorld.open({ venues: [venue] });
  world.movePrices();
  await world.pass(10_000);
  return world;
}

const isWell = (opened: FeedWorld, venue: FeedVenue) => {
  const { state, detail, liveSymbols } = opened.health(venue);
  return state === "live" && detail === null && liveSymbols === MARKETS[venue].length;
};

test("Kraken's maintenance is told as such, its prices are dead, and they live again after it", async () => {
  const opened = await open("kraken");
  opened.server("kraken").setState("maintenance");
  await opened.pass(1_000);
  expect(opened.health("kraken")).toMatchObject({ state: "down", liveSymbols: 0 });
  expect(opened.quote("kraken")?.state).toBe("dead");
  opened.server("kraken").setState("online");
  expect(await opened.until(() => isWell(opened, "kraken"), 15_000)).not.toBeNull();
});

test("Binance announces the end of a connection: the next one takes over before, and no second is without prices", async () => {
  const opened = await open("binance");
  const [before] = opened.streams("binance").connections;
  const states = new Set<string>();
  const timer = opened.time.clock.every(SECOND_MS, () => states.add(opened.health("binance").state));
  opened.streams("binance").sendAll({ e: "serverShutdown", E: opened.time.clock.now() });
  await opened.pass(20_000);
  void timer.dispose();
  expect([...states]).toEqual(["live"]);
  expect(opened.alarms("binance")).toEqual({ closing: 1 });
  expect(before?.closed).toBe(true);
  expect(opened.streams("binance").connections).toHaveLength(1);
});

test("one wrong best price of Binance is not confirmed by the statistics beside it, however long nothing else is said", async () => {
  const opened = await open("binance");
  await opened.pass(60_000);
  opened.stopPrices();
  await opened.pass(5_000);
  let spiked = 0;
  const fault = opened.streams("binance").faults.add({
    kind: "alter",
    change: (text) => {
      if (spiked > 0 || !text.startsWith('{"u":') || !text.includes('"s":"SOLUSDT"')) return text;
      spiked += 1;
      return text.replaceAll(/(?<="[ba]":")[\d.]+(?=")/g, (price) => (Number(price) * 1.05).toFixed(2));
    },
  });
  opened.jump("SOL", 1.0002);
  const truth = new Truth(opened, ["binance"]);
  await opened.pass(20_000);
  truth.dispose();
  fault.remove();
  expect(spiked).toBe(1);
  expect(opened.health("binance").rejected).toMatchObject({ suspect: 1 });
  expect(truth.lies).toEqual([]);
  expect(truth.looks).toBeGreaterThan(20);
});

test("lost tickers of Coinbase Exchange: heartbeats know of a later trade and confirm nothing", async () => {
  const opened = await open("coinbaseexchange");
  opened.stopPrices();
  const truth = new Truth(opened, ["coinbaseexchange"]);
  await opened.pass(3_000);
  const { faults } = opened.streams("coinbaseexchange");
  const lost = faults.add({ kind: "silent", word: '"product_id":"BTC-USD","price"' });
  opened.jump("BTC", 1.001);
  await opened.pass(8_000);
  expect(lost.hits).toBeGreaterThan(0);
  truth.dispose();
  expect(truth.lies).toEqual([]);
  expect([opened.quote("coinbaseexchange")?.state, opened.quote("coinbaseexchange", "ETH/USD")?.state]).toEqual([
    "lagging",
    "live",
  ]);
});

test("a venue's clock that stood still says, once it runs again, nothing of the prices that were refused for it", async () => {
  const opened = await open("coinbase");
  const truth = new Truth(opened, ["coinbase"]);
  const frozen = FAULT_CASES.find(({ name }) => name === "frozen exchange time")?.plant(opened, "coinbase");
  await opened.pass(40_000);
  opened.stopPrices();
  opened.jump("BTC", 1.001);
  await opened.pass(1_000);
  frozen?.();
  await opened.pass(6_000);
  truth.dispose();
  expect(truth.lies).toEqual([]);
});

describe.each(FEED_VENUES)("%s", (venue) => {
  test("a connection that the venue ends is opened anew", async () => {
    const opened = await open(venue);
    for (const socket of opened.streams(venue).connections) socket.close(1001, "Going away");
    expect(await opened.until(() => opened.streams(venue).handshakes.length === 2, 2_000)).not.toBeNull();
    expect(await opened.until(() => isWell(opened, venue), 3_000)).not.toBeNull();
    expect(opened.venue(venue).feed.diagnostics?.().lastEnd?.reason).toContain("1001");
  });

  test.each([
    ["eight hours of sleep", 8 * HOUR_MS],
    ["a clock set back by ten seconds", -10 * SECOND_MS],
    ["a clock set forward by a minute", 60 * SECOND_MS],
  ])("%s: everything is read anew", async (_, stepMs) => {
    const opened = await open(venue);
    const truth = new Truth(opened, [venue]);
    await opened.pass(10_000);
    opened.jump("BTC", 1.001);
    opened.time.clock.stepWall(stepMs);
    await opened.pass(1_000);
    expect(opened.alarms(venue)).toMatchObject({ timeStep: 1 });
    expect(opened.streams(venue).handshakes).toHaveLength(2);
    expect(await opened.until(() => isWell(opened, venue), 15_000)).not.toBeNull();
    await opened.pass(60_000);
    expect(isWell(opened, venue)).toBe(true);
    truth.dispose();
    expect(truth.lies).toEqual([]);
    expect(truth.looks).toBeGreaterThan(50);
  });

  test.each([-2_000, 2_000])("a venue's clock that differs by %i ms from ours costs no price", async (offsetMs) => {
    const opened = await FeedWorld.open({ venues: [venue], clockOffsetMs: offsetMs });
    world = opened;
    opened.movePrices();
    await opened.pass(60_000);
    expect(isWell(opened, venue)).toBe(true);
    // Quiet: now REST's answers stand between those of the stream. Then it moves again.
    opened.stopPrices();
    await opened.pass(60_000);
    expect(isWell(opened, venue)).toBe(true);
    opened.movePrices();
    await opened.pass(5_000);
    expect(isWell(opened, venue)).toBe(true);
    expect(opened.health(venue).rejected).toEqual({});
    expect(opened.alarms(venue)).toEqual({});
  });

  test("a person's wish to reconnect costs no price", async () => {
    const opened = await open(venue);
    opened.venue(venue).feed.reconnect?.();
    const states = new Set<string>();
    const timer = opened.time.clock.every(SECOND_MS, () => states.add(opened.health(venue).state));
    await opened.pass(15_000);
    void timer.dispose();
    expect([...states]).toEqual(["live"]);
    expect(opened.streams(venue).handshakes).toHaveLength(2);
    expect(opened.streams(venue).connections).toHaveLength(1);
  });

  test("a real move of 10 % is a price within five seconds", async () => {
    const opened = await open(venue);
    await opened.pass(40_000);
    opened.jump("BTC", 1.1);
    const isThere = () => {
      const quote = opened.quote(venue);
      return quote?.state === "live" && Math.abs(Number(quote.bid) / opened.price("BTC") - 1) < 0.01;
    };
    expect(await opened.until(isThere, 5_000)).not.toBeNull();
  });
});
