// How soon are prices back after the network is, and how often is a socket opened meanwhile? Outages of every length, one after the other.
import { afterEach, expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { FEED_VENUES, FeedWorld, MARKETS } from "./feed-world.ts";

const OUTAGES = 40;
const FIVE_MINUTES = 5 * MINUTE_MS;

let world: FeedWorld | null = null;

afterEach(async () => {
  await world?.close();
  world = null;
});

test.each(FEED_VENUES)("%s", { timeout: 120_000 }, async (venue) => {
  world = await FeedWorld.open({ venues: [venue], seed: 5 });
  const opened = world;
  // Small steps: a price that moved far meanwhile is rightly doubted until it is confirmed.
  opened.movePrices(0.000_03);
  await opened.pass(5_000);
  const streams = opened.streams(venue);
  const { faults } = opened.server(venue);
  const took: number[] = [];
  for (let outage = 0; outage < OUTAGES; outage += 1) {
    const kind = outage % 2 === 0 ? "halfOpen" : "refuse";
    const sockets = streams.faults.add(kind === "refuse" ? { kind, status: 502 } : { kind });
    const rest = faults.add({ kind: "dropRequest" }, { path: /./, times: Number.POSITIVE_INFINITY });
    if (kind === "refuse") streams.dropAll();
    await opened.pass(Math.round((2 + 238 * opened.rng.next() ** 2) * SECOND_MS));
    sockets.remove();
    rest.remove();
    const backMs = await opened.until(() => {
      const { state, liveSymbols } = opened.health(venue);
      return state === "live" && liveSymbols === MARKETS[venue].length;
    }, 60_000);
    expect(backMs, `outage ${outage}`).not.toBeNull();
    took.push(backMs ?? Number.POSITIVE_INFINITY);
    await opened.pass(Math.round((5 + 60 * opened.rng.next()) * SECOND_MS));
  }
  took.sort((one, other) => one - other);
  expect(took[Math.ceil(OUTAGES * 0.95) - 1], `all: ${took.join(" ")}`).toBeLessThanOrEqual(3 * SECOND_MS);
  expect(took.at(-1)).toBeLessThanOrEqual(32 * SECOND_MS);
  for (const { at } of streams.handshakes) {
    const near = streams.handshakes.filter((other) => other.at >= at && other.at < at + FIVE_MINUTES);
    expect(near.length).toBeLessThanOrEqual(60);
  }
});
