// What came in and went out at Binance? Told for at most 90 days at once, so a long past is walked window by window.
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { HistoryKind, HistoryPage, HistoryRequest, LedgerEntry } from "#engine/ports/exchange-client.ts";
import { historyPages } from "#exchanges/shared/pages.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import { parseDeposit, parseWithdrawal } from "./parse-account.ts";
import { BINANCE, OPENED_AT, PAGE_SIZE, TRANSFER_WINDOW_MS } from "./quirks.ts";
import { ROUTES } from "./routes.ts";

/** `until` stays what it was when the walk began: what comes later moves nothing. */
const placeSchema = z.strictObject({
  from: z.number().int().min(0),
  offset: z.number().int().min(0),
  until: z.number().int().min(0),
});
type Place = z.infer<typeof placeSchema>;

const SOURCES = {
  deposits: { route: ROUTES.deposits, parse: parseDeposit },
  withdrawals: { route: ROUTES.withdrawals, parse: parseWithdrawal },
} as const;

export function transferPages(
  session: VenueSession,
  clock: Clock,
  kind: HistoryKind,
  request: HistoryRequest,
  options: { readonly sandbox: boolean; readonly signal: AbortSignal | undefined },
): AsyncGenerator<HistoryPage<LedgerEntry>, void, void> {
  if (kind === "ledger" || options.sandbox) throw notSupported(kind);
  const { route, parse } = SOURCES[kind];
  return historyPages<Place, LedgerEntry>(BINANCE, request, {
    first: { from: Math.max(request.since, OPENED_AT), offset: 0, until: clock.now() },
    readPlace: (value) => placeSchema.safeParse(value).data ?? null,
    readPage: async ({ from, offset, until }) => {
      const end = Math.min(from + TRANSFER_WINDOW_MS - 1, until);
      const params = {
        startTime: String(from),
        endTime: String(end),
        limit: String(PAGE_SIZE),
        offset: String(offset),
      };
      const { body } = await session.read(route, params, { signal: options.signal });
      const items = body.list().map(parse);
      if (items.length >= PAGE_SIZE) return { items, next: { from, offset: offset + items.length, until } };
      return { items, next: end >= until ? null : { from: end + 1, offset: 0, until } };
    },
  });
}

function notSupported(kind: HistoryKind): EngineError {
  const message =
    kind === "ledger"
      ? "Binance has no ledger of everything; deposits, withdrawals and trades are read instead."
      : `Binance's sandbox does not tell ${kind}.`;
  return new EngineError("VENUE_NOT_SUPPORTED", message, { data: { venue: BINANCE, kind } });
}
