// Are a thousand calls at the same moment, of several keys and clients at one address, kept inside the venue's limits?
import { describe, expect, it } from "vitest";
import type { LookupResult, SubmitOutcome, VenueClient } from "#engine/ports/exchange-client.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { binanceUnderTest } from "./binance-under-test.ts";
import { coinbaseExchangeUnderTest } from "./coinbase-exchange-under-test.ts";
import { coinbaseUnderTest } from "./coinbase-under-test.ts";
import { krakenUnderTest } from "./kraken-under-test.ts";
import { type Ended, type OpenVenue, openVenue } from "./open-venue.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

const CALLS = 1_000;
/** Of ten calls, how many are of each kind; the rest are prices. */
const ORDER = 2;
const LOOK_UP = 3;
const OPEN_ORDERS = 5;
const BALANCES = 7;
const LATENCY_MS = 35;

const VENUES = [krakenUnderTest, binanceUnderTest, coinbaseUnderTest, coinbaseExchangeUnderTest];

/** Two clients of one key, and one client each of two other accounts' keys. */
function clientsOf(venue: OpenVenue): readonly VenueClient[] {
  const shared = venue.key();
  const others = [1, 2].map(() => {
    const account = venue.server.addAccount().fund(venue.under.quote, "1000000").fund(venue.under.base, "100");
    return venue.client(venue.key({ account }));
  });
  return [venue.client(shared), venue.client(shared), ...others];
}

type Call =
  | { readonly kind: "order"; readonly end: Promise<Ended<SubmitOutcome>> }
  | { readonly kind: "lookUp"; readonly end: Promise<Ended<LookupResult>> }
  | { readonly kind: "read"; readonly end: Promise<Ended<unknown>> };

function callOf(venue: OpenVenue, client: VenueClient, index: number): Call {
  const symbol = marketSymbolSchema.parse(venue.under.symbol);
  const step = (index * 7) % 10;
  const read = (work: Promise<unknown>): Call => ({ kind: "read", end: venue.caught(work) });
  if (step < ORDER) {
    const order = venue.order({ kind: "limit", price: String(80_000 + index), quantity: "0.001" });
    return { kind: "order", end: venue.caught(client.submitOrder(order, {})) };
  }
  if (step < LOOK_UP) {
    const { clientOrderId } = venue.order();
    const end = venue.caught(client.findOrder({ clientOrderId, symbol, sentAt: venue.now() }, {}));
    return { kind: "lookUp", end };
  }
  if (step < OPEN_ORDERS) return read(client.fetchOpenOrders({}));
  if (step < BALANCES) return read(client.fetchBalances({}));
  return read(
    step < 9 ? venue.market.fetchTickers([symbol], {}) : venue.market.fetchOrderBook({ symbol, depth: 10 }, {}),
  );
}

describe.each(VENUES.map((under) => [under.venue, under] as const))("%s under load", (_name, under: VenueUnderTest) => {
  it(`${CALLS} mixed calls: nothing is refused, nothing lost, and each order is sent at most once`, async () => {
    const venue = await openVenue(under);
    // Answers overtake each other as they do on a real line.
    venue.server.faults.add(
      { kind: "delayReply", delayMs: LATENCY_MS },
      { path: /./, times: 1_000_000, when: ({ queryText, body }) => (queryText.length + body.length) % 3 === 0 },
    );
    const clients = clientsOf(venue);
    const calls = Array.from({ length: CALLS }, (_, index) => {
      const client = clients[index % clients.length];
      if (client === undefined) throw new Error("no client");
      return callOf(venue, client, index);
    });
    const ends = await venue.time.run(Promise.all(calls.map(({ end }) => end)));

    const failed = ends.filter((end) => "error" in end).map((end) => ("error" in end ? end.error.message : ""));
    expect(failed).toEqual([]);
    const { all } = venue.server.requests;
    // 400 and 404 are answers to look-ups of orders that never were.
    expect(all.filter(({ status }) => status !== 200 && status !== 400 && status !== 404)).toEqual([]);
    for (const { budgets, failing } of clients.map((client) => client.diagnostics())) {
      expect(failing).toBeNull();
      for (const { name, used, limit } of budgets) expect(used, name).toBeLessThanOrEqual(limit);
    }
    await expectOrders(venue, calls);
    if (under.venue === "kraken") expectRisingNonces(venue);
  }, 60_000);
});

/** An order that cannot leave in time is said not to have been sent, and was not; a look-up always gets its answer. */
async function expectOrders(venue: OpenVenue, calls: readonly Call[]): Promise<void> {
  const outcomes: SubmitOutcome[] = [];
  for (const call of calls) {
    if (call.kind === "lookUp") expect(await call.end).toEqual({ value: { kind: "notFound" } });
    const end = call.kind === "order" ? await call.end : null;
    if (end !== null && "value" in end) outcomes.push(end.value);
  }
  const accepted = outcomes.filter(({ kind }) => kind === "accepted");
  const others = outcomes.filter(({ kind }) => kind !== "accepted");
  for (const outcome of others) expect(outcome).toMatchObject({ kind: "rejected", code: "NOT_SENT" });
  const posts = venue.requests(venue.under.routes.submit);
  expect(posts).toHaveLength(accepted.length);
  const ids = posts.map((request) => venue.under.readWire(request).clientId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(accepted.length).toBeGreaterThanOrEqual(outcomes.length / 2);
}

function expectRisingNonces(venue: OpenVenue): void {
  const last = new Map<string, bigint>();
  for (const { headers, body } of venue.server.requests.of(/^\/0\/private\//)) {
    const key = String(headers["api-key"]);
    const nonce = BigInt(new URLSearchParams(body).get("nonce") ?? "-1");
    expect(nonce > (last.get(key) ?? -1n)).toBe(true);
    last.set(key, nonce);
  }
  expect(last.size).toBe(3);
}
