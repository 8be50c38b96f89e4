// Is a long past read whole: every page, nothing twice, and on from any page after a restart?
import { describe, expect, it } from "vitest";
import type { HistoryKind, HistoryPage, LedgerEntry, VenueClient } from "#engine/ports/exchange-client.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type DurationMs, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { type OpenVenue, openVenue } from "./open-venue.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

/** Transfers are minutes apart, with some at one and the same time, which a page may cut in two. */
const STEP_MS: DurationMs = 7 * 60_000;

async function pagesOf<Item>(venue: OpenVenue, pages: AsyncIterable<HistoryPage<Item>>): Promise<HistoryPage<Item>[]> {
  return venue.value(
    (async () => {
      const read: HistoryPage<Item>[] = [];
      for await (const page of pages) read.push(page);
      return read;
    })(),
  );
}

/** Reads one page, starts the program anew, goes on with what that page said, and so on. */
async function pagesWithRestarts<Item>(
  venue: OpenVenue,
  read: (client: VenueClient, resume: string | null) => AsyncIterable<HistoryPage<Item>>,
): Promise<HistoryPage<Item>[]> {
  const key = venue.key();
  const all: HistoryPage<Item>[] = [];
  let resume: string | null = null;
  do {
    venue.restart();
    // The venue still counts what the last run used.
    await venue.time.pass(60_000);
    const pages = read(venue.client(key), resume)[Symbol.asyncIterator]();
    const next: IteratorResult<HistoryPage<Item>> = await venue.value(pages.next());
    if (next.done === true) break;
    all.push(next.value);
    resume = next.value.resume;
    await pages.return?.();
  } while (resume !== null);
  return all;
}

function plantTransfers(venue: OpenVenue, count: number, kind: HistoryKind): void {
  // Where a ledger has no column for fees, they are part of the amount: here there are none.
  const fee = kind === "ledger" ? "0" : "0.0001";
  const { account } = venue.server;
  const start = venue.now() - 20 * 24 * HOUR_MS;
  for (let index = 0; index < count; index += 1) {
    const at = unixMs(start + Math.floor(index / 3) * STEP_MS);
    account.transfer({ kind: "deposit", asset: venue.under.base, amount: `0.${index + 1000001}`, at });
    account.transfer({ kind: "withdrawal", asset: venue.under.base, amount: `0.0${index + 1000001}`, fee, at });
  }
}

function plantFills(venue: OpenVenue, count: number): void {
  const { account } = venue.server;
  for (let index = 0; index < count; index += 1) {
    const result = account.submit({
      clientId: venue.ids.clientOrderId(),
      symbol: venue.under.symbol,
      side: index % 2 === 0 ? "buy" : "sell",
      kind: "limitIoc",
      quantity: `0.0${1001 + index}`,
      limitPrice: index % 2 === 0 ? "110000" : "90000",
    });
    if (result.kind !== "accepted") throw new Error(result.rejection.code);
    if (index % 3 === 2) venue.time.clock.stepWall(61_000);
  }
}

const itemsOf = <Item>(pages: readonly HistoryPage<Item>[]): Item[] => pages.flatMap(({ items }) => [...items]);

export function historyCases(under: VenueUnderTest): void {
  const { transfers, fills } = under.history.pageOf;

  if (!under.history.ledger)
    it("has no list of everything, and says so", async () => {
      const venue = await openVenue(under);
      const pages = venue.client().history("ledger", { since: unixMs(0), resume: null }, {});
      expect((await venue.failure(pages[Symbol.asyncIterator]().next())).code).toBe("VENUE_NOT_SUPPORTED");
      expect(venue.market.abilities.ledger).toBe(false);
    });

  const kinds: readonly HistoryKind[] = [
    "deposits",
    "withdrawals",
    ...(under.history.ledger ? (["ledger"] as const) : []),
  ];
  describe.each(kinds)("history: %s", (kind: HistoryKind) => {
    const count = Math.ceil(transfers * 2.3);
    const expected = (venue: OpenVenue): string[] => {
      const { history } = venue.server.account;
      if (kind === "ledger") return history.ledger.map(({ amount }) => amount).toSorted();
      const wanted = kind === "deposits" ? "deposit" : "withdrawal";
      return history.transfers
        .filter((one) => one.kind === wanted)
        .map(({ amount }) => amount)
        .toSorted();
    };
    const got = (entries: readonly LedgerEntry[]) =>
      entries.map(({ amount }) => (kind === "withdrawals" ? amount.replace(/^-/, "") : amount)).toSorted();

    it("is complete over at least three pages, without repeats", async () => {
      const venue = await openVenue(under);
      plantTransfers(venue, count, kind);
      const pages = await pagesOf(venue, venue.client().history(kind, { since: unixMs(0), resume: null }, {}));
      expect(pages.length).toBeGreaterThanOrEqual(3);
      const entries = itemsOf(pages);
      expect(new Set(entries.map(({ venueId }) => venueId)).size).toBe(entries.length);
      expect(got(entries)).toEqual(expected(venue));
    });

    it("goes on after a restart at every page", async () => {
      const venue = await openVenue(under);
      plantTransfers(venue, count, kind);
      const pages = await pagesWithRestarts(venue, (client, resume) =>
        client.history(kind, { since: unixMs(0), resume }, {}),
      );
      expect(pages.length).toBeGreaterThanOrEqual(3);
      const entries = itemsOf(pages);
      expect(new Set(entries.map(({ venueId }) => venueId)).size).toBe(entries.length);
      expect(got(entries)).toEqual(expected(venue));
    });

    it("is empty for a new account", async () => {
      const venue = await openVenue(under);
      const pages = await pagesOf(venue, venue.client().history(kind, { since: unixMs(0), resume: null }, {}));
      expect(itemsOf(pages)).toEqual([]);
      expect(pages.at(-1)?.resume ?? null).toBeNull();
    });

    it("begins at the time asked for", async () => {
      const venue = await openVenue(under);
      plantTransfers(venue, 12, kind);
      const { history } = venue.server.account;
      const middle = history.transfers[12]?.at ?? unixMs(0);
      const pages = await pagesOf(venue, venue.client().history(kind, { since: middle, resume: null }, {}));
      for (const { tsEvent } of itemsOf(pages)) expect(tsEvent).toBeGreaterThanOrEqual(middle - 999);
      const wanted = history.transfers.filter(({ at }) => at >= middle).length;
      expect(itemsOf(pages)).toHaveLength(kind === "ledger" ? wanted : wanted / 2);
    });
  });

  describe("history: fills", () => {
    const count = Math.ceil(fills * 2.3);
    const expected = (venue: OpenVenue) =>
      venue.server.account.history.fills.map(({ record }) => record.tradeId).toSorted();
    const got = (found: readonly Fill[]) => found.map(({ tradeId }) => tradeId as string).toSorted();
    const since = (venue: OpenVenue) => unixMs(venue.now() - 6 * 24 * HOUR_MS);

    it("is complete over at least three pages, without repeats", async () => {
      const venue = await openVenue(under);
      const from = since(venue);
      plantFills(venue, count);
      const pages = await pagesOf(venue, venue.client().fillPages({ since: from, resume: null }, {}));
      expect(pages.length).toBeGreaterThanOrEqual(3);
      expect(got(itemsOf(pages))).toEqual(expected(venue));
    });

    it("goes on after a restart at every page", async () => {
      const venue = await openVenue(under);
      const from = since(venue);
      plantFills(venue, count);
      const pages = await pagesWithRestarts(venue, (client, resume) => client.fillPages({ since: from, resume }, {}));
      expect(pages.length).toBeGreaterThanOrEqual(3);
      expect(got(itemsOf(pages))).toEqual(expected(venue));
    });

    it("is the same at once, oldest first", async () => {
      const venue = await openVenue(under);
      const from = since(venue);
      plantFills(venue, 30);
      const found = await venue.value(venue.client().fetchFills({ since: from }, {}));
      expect(got(found)).toEqual(expected(venue));
      const times = found.map(({ tsEvent }) => tsEvent);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
      const own = new Map(
        venue.server.account.history.fills.map(({ record, placed }) => [record.tradeId as string, { record, placed }]),
      );
      for (const fill of found) {
        const planted = own.get(fill.tradeId);
        expect(fill).toMatchObject({
          price: planted?.record.price,
          quantity: planted?.record.quantity,
          side: planted?.placed.order.side,
          clientOrderId: planted?.placed.clientId,
        });
      }
    });

    it("stops where the venue fails, and goes on from there", async () => {
      const venue = await openVenue(under);
      const from = since(venue);
      plantFills(venue, count);
      const key = venue.key();
      const pages = venue.client(key).fillPages({ since: from, resume: null }, {})[Symbol.asyncIterator]();
      const first = await venue.value(pages.next());
      if (first.done === true) throw new Error("no page");
      const outage = venue.server.faults.add({ kind: "dropRequest" }, { path: /./, times: 1_000 });
      expect((await venue.failure(pages.next())).retryable).toBe(true);
      outage.remove();
      const rest = await pagesOf(venue, venue.client(key).fillPages({ since: from, resume: first.value.resume }, {}));
      expect(got([...first.value.items, ...itemsOf(rest)])).toEqual(expected(venue));
    });
  });
}
