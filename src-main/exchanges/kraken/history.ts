// How is a list of Kraken's paged? Newest first by offset, so the end is fixed first: what happens meanwhile moves nothing.
import { z } from "zod";
import type { Clock } from "#engine/ports/clock.ts";
import type { HistoryKind, HistoryPage, HistoryRequest, LedgerEntry } from "#engine/ports/exchange-client.ts";
import { endless, historyPages } from "#exchanges/shared/pages.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { parseLedgerEntry } from "./parse-account.ts";
import { KRAKEN } from "./quirks.ts";
import { ROUTES } from "./routes.ts";
import type { KrakenTable } from "./symbols.ts";

const placeSchema = z.strictObject({ end: z.number().int().min(0), ofs: z.number().int().min(0) });
type Place = z.infer<typeof placeSchema>;

const MS_PLACES = 3;
const seconds = (ms: number) => Decimal.of(BigInt(Math.max(0, ms)), MS_PLACES).toString();

/** `start` is exclusive at Kraken, `end` inclusive. `count` is that of the whole window. */
export function windowPages<Item extends { readonly tsEvent: UnixMs }>(
  venue: VenueId,
  request: HistoryRequest,
  clock: Clock,
  read: (
    params: Readonly<Record<string, string>>,
  ) => Promise<{ readonly count: number; readonly ids: readonly string[]; readonly items: readonly Item[] }>,
): AsyncGenerator<HistoryPage<Item>, void, void> {
  let before: string | undefined;
  return historyPages<Place, Item>(venue, request, {
    first: { end: clock.now(), ofs: 0 },
    readPlace: (value) => placeSchema.safeParse(value).data ?? null,
    readPage: async ({ end, ofs }) => {
      const page = await read({ start: seconds(request.since - 1), end: seconds(end), ofs: String(ofs) });
      const [newest] = page.ids;
      // A wrong count would have the same page read for ever.
      if (newest !== undefined && newest === before) throw endless(venue);
      before = newest;
      const reached = ofs + page.ids.length;
      return { items: page.items, next: newest === undefined || reached >= page.count ? null : { end, ofs: reached } };
    },
  });
}

const TYPES: Readonly<Record<HistoryKind, Readonly<Record<string, string>>>> = {
  deposits: { type: "deposit" },
  withdrawals: { type: "withdrawal" },
  ledger: {},
};

export function ledgerPages(
  session: VenueSession,
  clock: Clock,
  table: KrakenTable,
  kind: HistoryKind,
  request: HistoryRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<HistoryPage<LedgerEntry>, void, void> {
  return windowPages(KRAKEN, request, clock, async (window) => {
    const { body } = await session.read(ROUTES.ledgers, { ...window, ...TYPES[kind] }, { signal });
    const result = body.at("result");
    const rows = result.at("ledger").entries();
    const items = rows.map(([id, row]) => parseLedgerEntry(id, row, table));
    return { count: result.at("count").whole(), ids: rows.map(([id]) => id), items };
  });
}
