// Does the program keep the venue's limits, and obey when it is told to wait or to stay away?
import { describe, expect, it } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { openVenue } from "./open-venue.ts";
import { submitPath } from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

const symbolOf = (under: VenueUnderTest) => marketSymbolSchema.parse(under.symbol);

export function limitCases(under: VenueUnderTest): void {
  const { balances, tickers } = under.routes;

  describe("limits", () => {
    it.each([
      ["the time that the venue names", { "retry-after": "17" }, 17_000],
      ["half a minute where it names none", {}, 30_000],
    ] as const)("429: nothing is sent before %s is over", async (_name, headers, waitMs) => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add({ kind: "status", status: 429, headers }, balances);
      const refusedAt = venue.now();
      const failure = await venue.failure(client.fetchBalances({}));
      expect(failure).toMatchObject({ code: "VENUE_RATE_LIMITED", retryable: true });
      expect(client.diagnostics().pausedUntil).toBe(refusedAt + waitMs);
      const before = venue.requests(balances).length;
      await venue.value(client.fetchBalances({}));
      const next = venue.requests(balances)[before];
      expect(next?.at).toBeGreaterThanOrEqual(refusedAt + waitMs);
      expect(next?.at).toBeLessThan(refusedAt + waitMs + 5_000);
      expect(client.diagnostics().pausedUntil).toBeNull();
    });

    it("429 to an order: not placed, not sent again", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      await venue.value(client.fetchTime({}));
      venue.server.faults.add({ kind: "status", status: 429, headers: { "retry-after": "3" } }, submitPath(under));
      expect((await venue.value(client.submitOrder(venue.order(), {}))).kind).toBe("rejected");
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
      expect(venue.server.account.orders()).toEqual([]);
    });

    it("418: the whole venue stays untouched until the block ends, for every client and for prices", async () => {
      const venue = await openVenue(under);
      const other = venue.server.addAccount().fund(under.quote, "1000");
      const [first, second] = [venue.client(), venue.client(venue.key({ account: other }))];
      await venue.value(first.fetchBalances({}));
      await venue.value(second.fetchBalances({}));
      venue.server.faults.add({ kind: "status", status: 418, headers: { "retry-after": "240" } }, balances);
      const blockedAt = venue.now();
      const failure = await venue.failure(first.fetchBalances({}));
      expect(failure.code).toBe("VENUE_BANNED");
      const before = venue.server.requests.all.length;
      for (const call of [
        () => first.fetchBalances({}),
        () => second.fetchBalances({}),
        () => second.fetchOpenOrders({}),
        () => venue.market.fetchTickers([symbolOf(under)], {}),
        () => venue.market.fetchTime({}),
      ]) {
        const blocked = await venue.failure(call());
        expect(blocked).toMatchObject({ code: "VENUE_BANNED", data: { until: blockedAt + 240_000 } });
        expect(blocked.message).toContain(new Date(blockedAt + 240_000).toISOString());
      }
      expect(await venue.value(second.submitOrder(venue.order(), {}))).toMatchObject({
        kind: "rejected",
        code: "VENUE_BANNED",
      });
      expect(venue.server.requests.all).toHaveLength(before);
      expect(first.diagnostics().pausedUntil).toBe(blockedAt + 240_000);
      await venue.time.pass(240_001);
      await venue.value(venue.market.fetchTickers([symbolOf(under)], {}));
      await venue.value(second.fetchBalances({}));
    });

    it("418 without a time: at least two minutes", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchInstruments({}));
      venue.server.faults.add({ kind: "status", status: 418 }, balances);
      await venue.failure(client.fetchBalances({}));
      await venue.time.pass(119_000);
      expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_BANNED");
      await venue.time.pass(2_000);
      await venue.value(client.fetchBalances({}));
    });

    it("a burst of reads is spread so that the venue refuses none", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(Promise.all(Array.from({ length: 60 }, () => client.fetchBalances({}))));
      await venue.value(
        Promise.all(Array.from({ length: 60 }, () => venue.market.fetchTickers([symbolOf(under)], {}))),
      );
      expect(venue.server.requests.all.filter(({ status }) => status !== 200)).toEqual([]);
      for (const { used, limit } of client.diagnostics().budgets) expect(used).toBeLessThanOrEqual(limit);
    });

    it("an order goes before the reads that wait", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchTime({}));
      const reads = Array.from({ length: 120 }, () => client.fetchOpenOrders({}).catch(() => null));
      const order = client.submitOrder(venue.order(), {});
      expect((await venue.value(order)).kind).toBe("accepted");
      expect(venue.requests(under.routes.openOrders).length).toBeLessThan(120);
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
      await venue.time.run(Promise.all(reads));
    });

    it("a read that waits can be stopped, and is not sent", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add({ kind: "status", status: 429, headers: { "retry-after": "60" } }, balances);
      await venue.failure(client.fetchBalances({}));
      const before = venue.requests(balances).length;
      const stop = new AbortController();
      venue.time.clock.after(5_000, () => stop.abort(new Error("stopped by the test")));
      await venue.failure(client.fetchBalances({ signal: stop.signal }));
      await venue.time.pass(120_000);
      expect(venue.requests(balances)).toHaveLength(before);
      expect(client.diagnostics().failing?.code).not.toBe("SYSTEM_INTERNAL");
    });

    it("an order that cannot leave in time is not sent", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      await venue.value(client.fetchTime({}));
      venue.server.faults.add({ kind: "status", status: 429, headers: { "retry-after": "60" } }, submitPath(under));
      await venue.value(client.submitOrder(venue.order(), {}));
      const startedMs = venue.time.clock.monotonicMs();
      expect(await venue.value(client.submitOrder(venue.order(), {}))).toMatchObject({
        kind: "rejected",
        code: "NOT_SENT",
      });
      expect(venue.time.clock.monotonicMs() - startedMs).toBeLessThanOrEqual(10_000);
      await venue.time.pass(120_000);
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
    });

    it("tells how much of each limit is used", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      const { budgets } = client.diagnostics();
      expect(budgets.length).toBeGreaterThan(0);
      expect(budgets.some(({ used }) => used > 0)).toBe(true);
      expect(new Set(budgets.map(({ scope }) => scope))).toContain("ip");
    });

    it("prices stop for as long as they are told to, too", async () => {
      const venue = await openVenue(under);
      await venue.value(venue.market.fetchInstruments({}));
      venue.server.faults.add({ kind: "status", status: 429, headers: { "retry-after": "9" } }, tickers);
      const refusedAt = venue.now();
      expect((await venue.failure(venue.market.fetchTickers([symbolOf(under)], {}))).code).toBe("VENUE_RATE_LIMITED");
      await venue.value(venue.market.fetchTickers([symbolOf(under)], {}));
      expect(venue.requests(tickers).at(-1)?.at).toBeGreaterThanOrEqual(refusedAt + 9_000);
    });
  });
}
