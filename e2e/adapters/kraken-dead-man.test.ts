// The dead-man switch, the Kraken adapter and the Kraken server together, through the real library and real HTTP.
import { afterEach, expect, it } from "vitest";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { ProfileJournal } from "#engine/core/profile-journal.ts";
import { DeadManSwitchService } from "#engine/execution/dead-man-switch-service.ts";
import type { OrderRequest, VenueOrder } from "#engine/ports/exchange-client.ts";
import { krakenVenue } from "#exchanges/kraken/index.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema, marketSymbolSchema, planIdSchema, profileIdSchema } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { TestTime } from "../conformance/test-time.ts";
import { startKrakenServer } from "../venue-server/kraken/start-kraken-server.ts";
import { openAdapter } from "./open-adapter.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const request: OrderRequest = {
  clientOrderId: clientOrderIdSchema.parse("00000000-0000-4000-8000-000000000001"),
  symbol: marketSymbolSchema.parse("BTC/USD"),
  side: "buy",
  kind: "postOnly",
  quantity: decimalString("0.01"),
  limitPrice: decimalString("90000"),
};

/** The order as the journal would have it. */
function known(
  { venueOrderId }: VenueOrder,
  account: { readonly id: Order["accountId"]; readonly venue: Order["venue"] },
): Order {
  return {
    ...request,
    profileId: profileIdSchema.parse("core"),
    accountId: account.id,
    planId: planIdSchema.parse("00000000-0000-4000-8000-000000000002"),
    legIndex: 0,
    venue: account.venue,
    state: "OPEN",
    venueOrderId,
    filledQuantity: decimalString("0"),
    averagePrice: null,
    fees: [],
    reason: null,
    detail: null,
    attempt: 1,
    sentAt: null,
    expiresAt: null,
    updatedAt: 0 as Order["updatedAt"],
  };
}

async function armed() {
  const time = new TestTime();
  closing.push(async () => time.dispose());
  const { clock } = time;
  const server = await startKrakenServer({ clock: time.venueClock, prices: { "BTC/USD": "100000" }, tier: "pro" });
  closing.push(() => server.close());
  server.account.fund("USD", "10000");
  const { apiKey, secret } = server.addKey();
  const adapter = openAdapter({ factory: krakenVenue, server, clock });
  const client = adapter.client({ apiKey, secret, passphrase: "" });
  const placed = await time.run(client.submitOrder(request, {}));
  if (placed.kind !== "accepted") throw new Error("not accepted");
  const own = known(placed.order, client.account);
  const journal = new ProfileJournal({ profileId: own.profileId, clock, journal: new MemoryStore().journal });
  const service = new DeadManSwitchService({
    clients: new Map([[client.account.id, client]]),
    ...{ journal, clock, policies: EXECUTION_POLICIES, logger: silentLogger },
    orders: () => [own],
    venueStatus: async () => await adapter.market.fetchStatus({}),
  });
  service.start();
  const timers = () =>
    server.requests.of("/0/private/CancelAllOrdersAfter").map(({ body }) => new URLSearchParams(body).get("timeout"));
  await time.run(service.allow(client.account.id, true));
  await time.settle();
  expect(timers()).toEqual(["60"]);
  expect(service.read(client.account.id).armedUntil).not.toBeNull();
  return { time, client, service, timers };
}

it("has the orders canceled by the venue once nothing is heard of the program for a minute", async () => {
  const { time, client, timers } = await armed();
  await time.pass(40_000);
  expect(timers()).toEqual(["60", "60", "60"]);
  expect(await time.run(client.fetchOpenOrders({}))).toHaveLength(1);
  // A minute in which nothing of the program runs: only the venue's clock goes on.
  time.clock.stepWall(60_000);
  expect(await time.run(client.fetchOpenOrders({}))).toEqual([]);
});

it("leaves the orders where they are after a clean end", async () => {
  const { time, client, service, timers } = await armed();
  await time.run(service.dispose());
  expect(timers()).toEqual(["60", "0"]);
  await time.pass(120_000);
  expect(await time.run(client.fetchOpenOrders({}))).toHaveLength(1);
});
