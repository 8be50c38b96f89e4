// How are the library's lists of what came and went paged? By time, each page from the last one's newest entry on.
import { z } from "zod";
import type { HistoryKind, HistoryPage, HistoryRequest, LedgerEntry } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { historyPages } from "#exchanges/shared/pages.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { UnifiedExchange } from "./load-exchange.ts";
import { parseLedgerEntry, parseTransfer } from "./parse-unified.ts";
import { PAGE_SIZE } from "./quirks.ts";
import type { UnifiedSession } from "./unified-session.ts";

/** `seen`: ids at exactly that time, which the next page brings again. */
const placeSchema = z.strictObject({ since: z.number().int().min(0), seen: z.array(z.string()) });
type Place = z.infer<typeof placeSchema>;

interface Source {
  readonly ability: "fetchDeposits" | "fetchWithdrawals" | "fetchLedger";
  readonly read: (exchange: UnifiedExchange, since: number) => Promise<unknown>;
  readonly parse: (row: Answer) => LedgerEntry;
}

const SOURCES: Readonly<Record<HistoryKind, Source>> = {
  deposits: {
    ability: "fetchDeposits",
    read: (exchange, since) => exchange.fetchDeposits(undefined, since, PAGE_SIZE),
    parse: (row) => parseTransfer(row, "deposit"),
  },
  withdrawals: {
    ability: "fetchWithdrawals",
    read: (exchange, since) => exchange.fetchWithdrawals(undefined, since, PAGE_SIZE),
    parse: (row) => parseTransfer(row, "withdrawal"),
  },
  ledger: {
    ability: "fetchLedger",
    read: (exchange, since) => exchange.fetchLedger(undefined, since, PAGE_SIZE),
    parse: parseLedgerEntry,
  },
};

export function transferPages(
  unified: UnifiedSession,
  venue: VenueId,
  kind: HistoryKind,
  request: HistoryRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<HistoryPage<LedgerEntry>, void, void> {
  const { ability, read, parse } = SOURCES[kind];
  return historyPages<Place, LedgerEntry>(venue, request, {
    first: { since: request.since, seen: [] },
    readPlace: (value) => placeSchema.safeParse(value).data ?? null,
    readPage: async ({ since, seen }) => {
      const body = await unified.read(ability, (exchange) => read(exchange, since), { signal });
      const items = body
        .list()
        .map(parse)
        .filter(({ venueId }) => !seen.includes(venueId));
      // Nothing new: either the end, or an exchange that does not page by time.
      if (items.length === 0) return { items, next: null };
      const newest = Math.max(...items.map(({ tsEvent }) => tsEvent));
      const at = items.filter(({ tsEvent }) => tsEvent === newest).map(({ venueId }) => venueId);
      return { items, next: { since: newest, seen: newest === since ? [...seen, ...at] : at } };
    },
  });
}
