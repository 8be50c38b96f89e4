// What does each answer, and each kind of silence, prove? Every row of the error table for reads, orders and cancels.
import { describe, expect, it } from "vitest";
import { BROKEN_BODIES, type Fault } from "../venue-server/core/faults.ts";
import { openVenue } from "./open-venue.ts";
import { accepted, cancelPath, lookUp, submitPath } from "./place-orders.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

/** More than a call may ever be tried. */
const ALWAYS = 50;
const TIMEOUT_MS = 15_000;
const AFTER_PROOF_MS = 26_000;

/** What may happen to an order on its way, and whether it is at the venue afterwards. */
const FATES: readonly (readonly [name: string, fault: Fault, executed: boolean])[] = [
  ["the request is lost", { kind: "dropRequest" }, false],
  ["the connection is reset before", { kind: "reset" }, false],
  ["the reply is lost", { kind: "dropReply" }, true],
  ["502 before", { kind: "status", status: 502 }, false],
  ["503 but executed", { kind: "status", status: 503, executed: true }, true],
  ["500 but executed", { kind: "status", status: 500, executed: true }, true],
  ["504 but executed", { kind: "status", status: 504, executed: true }, true],
  ["the reply takes too long", { kind: "delayReply", delayMs: 60_000 }, true],
  ["broken JSON", { kind: "text", text: BROKEN_BODIES.malformedJson }, true],
  ["a page of HTML with status 200", { kind: "text", text: BROKEN_BODIES.html, contentType: "text/html" }, true],
  ["an empty body", { kind: "text", text: BROKEN_BODIES.empty }, true],
  ["null", { kind: "text", text: BROKEN_BODIES.jsonNull }, true],
  ["an empty object", { kind: "alter", change: () => ({}) }, true],
  ["an empty list", { kind: "alter", change: () => [] }, true],
  ["a number", { kind: "text", text: "7" }, true],
  ["a text", { kind: "text", text: '"ok"' }, true],
];

export function answerCases(under: VenueUnderTest): void {
  describe("an order whose outcome cannot be known", () => {
    it.each(FATES)("is unknown, sent once, and found out by look-up: %s", async (_name, fault, executed) => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchTime({}));
      const order = venue.order({ kind: "limit", price: "90000" });
      venue.server.faults.add(fault, submitPath(under));
      const outcome = await venue.value(client.submitOrder(order, {}));
      expect(outcome.kind).toBe("unknown");
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
      expect(venue.server.account.orders()).toHaveLength(executed ? 1 : 0);
      await venue.time.pass(AFTER_PROOF_MS);
      const seen = await lookUp(venue, client, order);
      expect(seen.kind).toBe(executed ? "found" : "notFound");
      if (seen.kind === "found") expect(seen.order).toMatchObject({ state: "open", quantity: order.quantity });
    });

    it("ends at the time-out, not before and not later", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchTime({}));
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add({ kind: "delayReply", delayMs: 60_000 }, submitPath(under));
      const startedMs = venue.time.clock.monotonicMs();
      expect((await venue.value(client.submitOrder(venue.order(), {}))).kind).toBe("unknown");
      const tookMs = venue.time.clock.monotonicMs() - startedMs;
      expect(tookMs).toBeGreaterThanOrEqual(TIMEOUT_MS);
      expect(tookMs).toBeLessThan(TIMEOUT_MS + 9_000);
      await venue.time.pass(60_000);
    });

    it("is unknown when the caller stops it on its way, and not sent when before", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchTime({}));
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add({ kind: "delayReply", delayMs: 3_000 }, submitPath(under));
      const stop = new AbortController();
      venue.time.clock.after(1_000, () => stop.abort(new Error("stopped by the test")));
      const outcome = await venue.value(client.submitOrder(venue.order(), { signal: stop.signal }));
      expect(outcome.kind).toBe("unknown");
      await venue.time.pass(10_000);
      const late = await venue.value(client.submitOrder(venue.order(), { signal: AbortSignal.abort() }));
      expect(late).toMatchObject({ kind: "rejected" });
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
    });

    it(`that comes late is ${under.lateOrder === "placed" ? "placed: the venue has no expiry" : "not placed"}`, async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchTime({}));
      const order = venue.order({ kind: "limit", price: "90000" });
      // Binance refuses it for its time, after which it may be signed anew once: that one is late, too.
      venue.server.faults.add({ kind: "delay", delayMs: 6_500 }, { ...submitPath(under), times: 2 });
      const outcome = await venue.value(client.submitOrder(order, {}));
      const placed = under.lateOrder === "placed";
      expect(client.rules.expiryMs === null).toBe(placed);
      expect(outcome.kind === "accepted").toBe(placed);
      expect(venue.server.account.orders()).toHaveLength(placed ? 1 : 0);
      await venue.time.pass(AFTER_PROOF_MS);
      expect((await lookUp(venue, client, order)).kind).toBe(placed ? "found" : "notFound");
    });
  });

  describe("a clock that is ten minutes off", () => {
    it.each([600_000, -600_000])(`by %i ms is ${under.clockOff}`, async (offset) => {
      const venue = await openVenue(under);
      venue.server.setClockOffset(offset);
      const client = venue.client();
      const order = venue.order({ kind: "limit", price: "90000" });
      const [read, outcome] = [
        await venue.ended(client.fetchBalances({})),
        await venue.value(client.submitOrder(order, {})),
      ];
      if (under.clockOff === "mended") {
        expect(read).toHaveProperty("value");
        expect(outcome.kind).toBe("accepted");
        return;
      }
      expect(read).toMatchObject({ error: { code: "VENUE_CLOCK" } });
      expect(outcome.kind).toBe("rejected");
      expect(venue.server.account.orders()).toEqual([]);
      await venue.value(client.fetchTime({}));
      expect(Math.abs((client.diagnostics().clockErrorMs ?? 0) + offset)).toBeLessThanOrEqual(1_000);
    });

    it("during a session is noticed by the next call", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.setClockOffset(40_000);
      const read = await venue.ended(client.fetchBalances({}));
      if (under.clockOff === "mended") expect(read).toHaveProperty("value");
      else if ("error" in read) expect(read.error.code).toBe("VENUE_CLOCK");
    });
  });

  describe.each(under.answers.map((row) => [row.name, row] as const))("the answer %s", (_name, row) => {
    const { read, submit, cancel } = row;
    if (read !== null)
      it(`to a read is ${read}`, async () => {
        const venue = await openVenue(under);
        const client = venue.client();
        await venue.value(client.fetchInstruments({}));
        venue.server.faults.add(row.fault, { ...under.routes.balances, times: ALWAYS });
        const failure = await venue.failure(client.fetchBalances({}));
        expect(failure.code).toBe(read);
        expect(failure.message).not.toMatch(/https?:\/\//);
        expect(venue.requests(under.routes.balances).length).toBeLessThanOrEqual(2);
        if (read !== "VENUE_ANSWER") expect(client.diagnostics().failing?.code).toBe(read);
      });

    if (submit !== null)
      it(`to an order is ${submit.kind}`, async () => {
        const venue = await openVenue(under);
        const client = venue.client();
        await venue.value(client.fetchInstruments({}));
        venue.server.faults.add(row.fault, { ...submitPath(under), times: ALWAYS });
        const outcome = await venue.value(client.submitOrder(venue.order(), {}));
        expect(outcome).toMatchObject(submit);
        expect(venue.requests(under.routes.submit)).toHaveLength(row.sends ?? 1);
        expect(venue.server.account.orders()).toEqual([]);
      });

    if (cancel !== null)
      it(`to a cancel is ${cancel}`, async () => {
        const venue = await openVenue(under);
        const client = venue.client();
        const order = venue.order({ kind: "limit", price: "90000" });
        const { venueOrderId, symbol } = await accepted(venue, client, order);
        await venue.time.pass(6_000);
        venue.server.faults.add(row.fault, { ...cancelPath(under), times: ALWAYS });
        const outcome = await venue.value(client.cancelOrder({ venueOrderId, symbol }, {}));
        expect(outcome.kind).toBe(cancel);
        expect(venue.server.account.openOrders()).toHaveLength(1);
      });
  });
}
