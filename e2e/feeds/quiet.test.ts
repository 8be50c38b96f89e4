// Is a quiet market left in peace? An hour in which prices hardly move and nothing is wrong: no alarm, no new socket, no price that is not live.
import { afterEach, expect, test } from "vitest";
import { HOUR_MS, SECOND_MS } from "#shared/domain/time.ts";
import { FEED_VENUES, FeedWorld, MARKETS } from "./feed-world.ts";
import { Truth } from "./truth.ts";

let world: FeedWorld | null = null;

afterEach(async () => {
  await world?.close();
  world = null;
});

test.each(FEED_VENUES)("an hour at %s", { timeout: 120_000 }, async (venue) => {
  world = await FeedWorld.open({ venues: [venue], seed: 11 });
  const opened = world;
  await opened.pass(5_000);
  const truth = new Truth(opened, [venue]);
  const states = new Set<string>();
  const timer = opened.time.clock.every(SECOND_MS, () => {
    const { state, detail, liveSymbols } = opened.health(venue);
    states.add(`${state} ${detail} ${liveSymbols}`);
    // A market moves once in forty seconds on average, and only one at a time.
    if (opened.rng.next() < 1 / 13) opened.step(opened.rng.next() < 0.5 ? "BTC" : "SOL", 0.000_1);
  });
  await opened.pass(HOUR_MS);
  void timer.dispose();
  truth.dispose();
  expect(opened.alarms(venue)).toEqual({});
  expect([...states]).toEqual([`live null ${MARKETS[venue].length}`]);
  expect(opened.streams(venue).handshakes).toHaveLength(1);
  expect(truth.lies).toEqual([]);
  expect(opened.engine.accounting().rejected).toBe(0);
});
