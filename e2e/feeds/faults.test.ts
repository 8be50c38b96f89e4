// Is every fault of a venue's sockets known in time, is no price ever called live that is not, and does everything come back?
import { afterEach, describe, expect, test } from "vitest";
import { SECOND_MS } from "#shared/domain/time.ts";
import { FAULT_CASES } from "./fault-cases.ts";
import { FEED_VENUES, type FeedVenue, FeedWorld, MARKETS } from "./feed-world.ts";
import { Truth } from "./truth.ts";

/** Without a heartbeat only silence of markets and unanswered pings tell. */
const noticedWithin = (venue: FeedVenue) => (venue === "binance" ? 30 : 10) * SECOND_MS;
const STALE_MS = 15 * SECOND_MS;

let world: FeedWorld | null = null;
let truth: Truth | null = null;

afterEach(async () => {
  truth?.dispose();
  await world?.close();
  world = null;
  truth = null;
});

async function open(venue: FeedVenue) {
  const opened = await FeedWorld.open({ venues: [venue] });
  world = opened;
  opened.movePrices();
  await opened.pass(90_000);
  const watched = new Truth(opened, [venue]);
  truth = watched;
  return { world: opened, truth: watched };
}

/** Everything by which the feed can show that something is wrong. */
function signs(opened: FeedWorld, venue: FeedVenue) {
  const { state, detail, rejected, liveSymbols } = opened.health(venue);
  const told = opened.venue(venue).feed.diagnostics?.();
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((one, other) => one + other, 0);
  return {
    noticed: `${state} ${detail} ${liveSymbols} ${told?.lastEnd?.at} ${sum(told?.alarms ?? {})}`,
    counted: sum(rejected) + (told?.frames.malformed ?? 0),
  };
}

describe.each(FEED_VENUES)("%s", (venue) => {
  test.each(FAULT_CASES)("$name", async ({ plant, expected, cutsPrices }) => {
    const bench = await open(venue);
    const before = signs(bench.world, venue);
    expect(bench.world.health(venue)).toMatchObject({ state: "live", liveSymbols: MARKETS[venue].length });
    const connects = bench.world.streams(venue).handshakes.length;

    const end = plant(bench.world, venue);
    const kind = expected(venue);
    if (kind === "noticed") {
      const tookMs = await bench.world.until(
        () => signs(bench.world, venue).noticed !== before.noticed,
        noticedWithin(venue),
      );
      expect(tookMs, "noticed in time").not.toBeNull();
    } else if (kind === "counted") {
      const tookMs = await bench.world.until(
        () => signs(bench.world, venue).counted > before.counted,
        noticedWithin(venue),
      );
      expect(tookMs, "counted in time").not.toBeNull();
    }
    await bench.world.pass(60_000);
    if (cutsPrices) {
      // Whatever is called live now came by REST, or its age says otherwise.
      for (const symbol of MARKETS[venue]) {
        const quote = bench.world.quote(venue, symbol);
        const isOld = quote === null || bench.world.time.clock.now() - quote.confirmedAt > STALE_MS;
        if (isOld) expect(quote?.state).not.toBe("live");
        else expect(quote.source).toBe("rest");
      }
    }

    end();
    const backMs = await bench.world.until(
      () =>
        bench.world.health(venue).liveSymbols === MARKETS[venue].length && bench.world.health(venue).state === "live",
      32_000,
    );
    expect(backMs, "back in time").not.toBeNull();
    await bench.world.pass(60_000);
    expect(bench.world.health(venue)).toMatchObject({
      state: "live",
      detail: null,
      liveSymbols: MARKETS[venue].length,
    });
    expect(bench.world.quote(venue)?.source).toBe("stream");
    expect(bench.world.streams(venue).handshakes.length - connects).toBeLessThanOrEqual(60);
    expect(bench.truth.lies).toEqual([]);
    expect(bench.truth.looks).toBeGreaterThan(100);
    const { received, rejected, conflated, delivered, pending } = bench.world.engine.accounting();
    expect(received).toBe(rejected + conflated + delivered + pending);
  });
});
