// What happens to reads that get no answer, are stopped, or meet a venue that is closed?
import { describe, expect, it } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import type { Fault } from "../venue-server/core/faults.ts";
import { openVenue } from "./open-venue.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

const TIMEOUT_MS = 15_000;
const ALWAYS = 50;

const LOST: readonly (readonly [name: string, fault: Fault])[] = [
  ["is lost on the way", { kind: "dropRequest" }],
  ["is reset", { kind: "reset" }],
  ["has its reply cut off", { kind: "dropReply" }],
];

export function silenceCases(under: VenueUnderTest): void {
  const { balances } = under.routes;

  describe("a read that", () => {
    it.each(LOST)("%s is a failure that may be tried again, and the next one works", async (_name, fault) => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      const outage = venue.server.faults.add(fault, { ...balances, times: ALWAYS });
      const failure = await venue.failure(client.fetchBalances({}));
      expect(failure).toMatchObject({ code: "VENUE_UNREACHABLE", retryable: true });
      expect(client.diagnostics().failing?.code).toBe("VENUE_UNREACHABLE");
      outage.remove();
      await venue.value(client.fetchBalances({}));
      expect(client.diagnostics().failing).toBeNull();
    });

    it.each(["delay", "delayReply"] as const)("is not answered in time ends by itself (%s)", async (kind) => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add({ kind, delayMs: 40_000 }, balances);
      const startedMs = venue.time.clock.monotonicMs();
      expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_UNREACHABLE");
      expect(venue.time.clock.monotonicMs() - startedMs).toBe(TIMEOUT_MS);
      await venue.time.pass(60_000);
      await venue.value(client.fetchBalances({}));
    });

    it("is stopped by its caller ends at once, and says nothing about the venue", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add({ kind: "delayReply", delayMs: 5_000 }, balances);
      const stop = new AbortController();
      venue.time.clock.after(1_000, () => stop.abort(new Error("stopped by the test")));
      const startedMs = venue.time.clock.monotonicMs();
      await venue.failure(client.fetchBalances({ signal: stop.signal }));
      expect(venue.time.clock.monotonicMs() - startedMs).toBe(1_000);
      expect(client.diagnostics().failing).toBeNull();
      await venue.time.pass(10_000);
    });

    it("one caller has stopped goes on for the others who wait for the same list", async () => {
      const venue = await openVenue(under);
      venue.server.faults.add({ kind: "delayReply", delayMs: 2_000 }, under.routes.markets);
      const stop = new AbortController();
      venue.time.clock.after(500, () => stop.abort(new Error("stopped by the test")));
      const symbol = marketSymbolSchema.parse(under.symbol);
      const ends = await venue.time.run(
        Promise.all([
          venue.caught(venue.market.fetchTickers([symbol], { signal: stop.signal })),
          venue.caught(venue.market.fetchTickers([symbol], {})),
        ]),
      );
      expect(ends[1]).toHaveProperty("value");
      expect(under.routes.markets.method).toBe("GET");
    });
  });

  describe("a venue in maintenance", () => {
    it("places nothing, and tells reads that it is not there now", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      await venue.value(client.fetchTime({}));
      await venue.value(client.fetchInstruments({}));
      venue.server.setState("maintenance");
      const failure = await venue.failure(client.fetchBalances({}));
      expect(failure.code).toMatch(/^VENUE_(MAINTENANCE|UNREACHABLE)$/);
      expect(failure.retryable).toBe(true);
      // From a 5xx nobody knows whether the order got through before.
      expect((await venue.value(client.submitOrder(venue.order(), {}))).kind).toBe("unknown");
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
      expect(venue.server.account.orders()).toEqual([]);
      venue.server.setState("online");
      await venue.value(client.fetchBalances({}));
    });

    it("that takes cancels only refuses an order", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.setState("cancelOnly");
      const outcome = await venue.value(client.submitOrder(venue.order(), {}));
      expect(outcome.kind).toBe("rejected");
      expect(venue.server.account.orders()).toEqual([]);
    });
  });
}
