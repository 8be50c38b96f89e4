// Is a kept book the venue's, and is one that missed something dropped and begun anew?
import { afterEach, describe, expect, test } from "vitest";
import type { BookWatch } from "#engine/ports/market-data-feed.ts";
import { ensure } from "#shared/domain/assert.ts";
import { FEED_VENUES, type FeedVenue, FeedWorld, MARKETS, symbolOf } from "./feed-world.ts";

let world: FeedWorld | null = null;

afterEach(async () => {
  await world?.close();
  world = null;
});

async function open(venue: FeedVenue) {
  const opened = await FeedWorld.open({ venues: [venue] });
  world = opened;
  opened.movePrices();
  await opened.pass(3_000);
  let changes = 0;
  const symbol = symbolOf(MARKETS[venue][0] ?? "");
  const watch = ensure(
    opened.venue(venue).feed.watchBook?.(symbol, () => {
      changes += 1;
    }),
    "a kept book",
  );
  return { opened, watch, symbol, changes: () => changes };
}

/** The best levels as the venue's REST tells them at the same moment. */
async function agrees(opened: FeedWorld, venue: FeedVenue, watch: BookWatch): Promise<boolean> {
  const kept = watch.read(5);
  if (kept === null) return false;
  const symbol = symbolOf(MARKETS[venue][0] ?? "");
  const told = await opened.time.run(opened.venue(venue).feed.fetchOrderBook({ symbol, depth: 5 }));
  const numbers = (side: readonly (readonly [string, string])[]) => side.map((level) => level.map(Number));
  return (
    JSON.stringify([numbers(kept.bids), numbers(kept.asks)]) ===
    JSON.stringify([numbers(told.bids.slice(0, 5)), numbers(told.asks.slice(0, 5))])
  );
}

describe.each(FEED_VENUES)("%s", (venue) => {
  test("a book is kept in step with the venue's", async () => {
    const { opened, watch, changes } = await open(venue);
    await opened.pass(30_000);
    opened.stopPrices();
    await opened.pass(2_000);
    expect(await agrees(opened, venue, watch)).toBe(true);
    expect(changes()).toBeGreaterThan(10);
    expect(opened.alarms(venue)).toEqual({});
    await watch.dispose();
    const before = changes();
    opened.movePrices();
    await opened.pass(5_000);
    expect(changes()).toBe(before);
  });

  test("after lost frames it is dropped, never wrong, and right again", async () => {
    const { opened, watch } = await open(venue);
    await opened.pass(5_000);
    const fault = opened.streams(venue).faults.add({ kind: "gap", every: 3 });
    await opened.pass(20_000);
    fault.remove();
    // The next change shows that one was missing before it; where changes have no numbers a new snapshot comes in time.
    await opened.pass(40_000);
    opened.stopPrices();
    await opened.pass(2_000);
    expect(await agrees(opened, venue, watch)).toBe(true);
  });

  test("after a reconnect it is begun from a new snapshot", async () => {
    const { opened, watch } = await open(venue);
    await opened.pass(5_000);
    opened.streams(venue).dropAll();
    await opened.pass(250);
    expect(watch.read(1)).toBeNull();
    await opened.pass(10_000);
    opened.stopPrices();
    await opened.pass(2_000);
    expect(await agrees(opened, venue, watch)).toBe(true);
  });
});

test("a wrong checksum of Kraken drops the book at once", async () => {
  const { opened, watch } = await open("kraken");
  await opened.pass(3_000);
  expect(watch.read(1)).not.toBeNull();
  const fault = opened.streams("kraken").faults.add({
    kind: "alter",
    change: (text) => text.replace(/(?<="checksum":)\d+/, "12345"),
  });
  expect(await opened.until(() => (opened.alarms("kraken").book ?? 0) > 0, 5_000)).not.toBeNull();
  expect(watch.read(1)).toBeNull();
  fault.remove();
  await opened.pass(5_000);
  opened.stopPrices();
  await opened.pass(1_000);
  expect(await agrees(opened, "kraken", watch)).toBe(true);
});
