// Does an account's private stream tell of its own orders and balances, and of nothing when the key is wrong?
import { afterEach, describe, expect, test } from "vitest";
import type { AccountHint } from "#engine/ports/exchange-client.ts";
import { binanceUnderTest } from "../conformance/binance-under-test.ts";
import { coinbaseExchangeUnderTest } from "../conformance/coinbase-exchange-under-test.ts";
import { coinbaseUnderTest } from "../conformance/coinbase-under-test.ts";
import { krakenUnderTest } from "../conformance/kraken-under-test.ts";
import { type OpenVenue, openVenue } from "../conformance/open-venue.ts";

const VENUES = [binanceUnderTest, coinbaseUnderTest, coinbaseExchangeUnderTest, krakenUnderTest];

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function listen(venue: OpenVenue, key = venue.key()) {
  const client = venue.client(key);
  const hints: AccountHint[] = [];
  const watch = client.watchAccount?.((hint) => hints.push(hint));
  if (watch === undefined) throw new Error("This client has no private stream");
  stops.push(() => void watch.dispose());
  const has = (kind: AccountHint["kind"]) => hints.some((hint) => hint.kind === kind);
  return { client, hints, has };
}

async function until(venue: OpenVenue, isTrue: () => boolean, seconds = 20): Promise<boolean> {
  for (let passed = 0; passed < seconds * 4 && !isTrue(); passed += 1) await venue.time.pass(250);
  return isTrue();
}

describe.each(VENUES)("$venue", (under) => {
  test("an order placed by REST is told at once by its id, on a connection that was verified", async () => {
    const venue = await openVenue(under);
    const { client, hints, has } = listen(venue);
    expect(await until(venue, () => has("connected"))).toBe(true);
    const order = venue.order();
    const outcome = await venue.value(client.submitOrder(order, {}));
    expect(outcome.kind).toBe("accepted");
    const venueOrderId = outcome.kind === "accepted" ? outcome.order.venueOrderId : null;
    const isOurs = (hint: AccountHint) =>
      hint.kind === "order" && (hint.clientOrderId === order.clientOrderId || hint.venueOrderId === venueOrderId);
    expect(await until(venue, () => hints.some(isOurs), 5)).toBe(true);
  });

  test("a lost connection is told, and comes back verified anew", async () => {
    const venue = await openVenue(under);
    const { hints, has } = listen(venue);
    expect(await until(venue, () => has("connected"))).toBe(true);
    hints.length = 0;
    venue.server.streams?.dropAll();
    expect(await until(venue, () => has("lost"), 5)).toBe(true);
    expect(await until(venue, () => has("connected"), 10)).toBe(true);
  });

  test("a key that was deleted hears nothing and does not storm the venue", async () => {
    const venue = await openVenue(under);
    const key = venue.key();
    venue.running.revoke(key);
    const { hints, has } = listen(venue, key);
    await venue.time.pass(5 * 60_000);
    expect(has("connected")).toBe(false);
    expect(has("lost")).toBe(true);
    expect(hints.every(({ kind }) => kind === "lost")).toBe(true);
    expect(venue.server.streams?.handshakes.length).toBeLessThanOrEqual(60);
  });
});

test("a deposit at Kraken and at Binance is told as a changed balance", async () => {
  for (const under of [krakenUnderTest, binanceUnderTest]) {
    const venue = await openVenue(under);
    const { hints, has } = listen(venue);
    expect(await until(venue, () => has("connected"))).toBe(true);
    await venue.time.pass(1_000);
    hints.length = 0;
    venue.server.account.transfer({ kind: "deposit", asset: under.quote, amount: "100" });
    expect(await until(venue, () => has("balances"), 5), under.venue).toBe(true);
  }
});
