// What moved at a Coinbase Exchange account beside orders? Transfers are one list; the ledger is one for each currency, read in the
// order of their ids, so that a place is a currency's account and how far it was read.
import { z } from "zod";
import type { HistoryKind, HistoryPage, HistoryRequest, LedgerEntry } from "#engine/ports/exchange-client.ts";
import { historyPages } from "#exchanges/shared/pages.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import type { Asset, VenueId } from "#shared/domain/ids.ts";
import { parseLedgerEntry, parseTransfer } from "./parse-account.ts";
import { assetOf } from "./parse-market.ts";
import { ROUTES } from "./quirks.ts";
import { readPage } from "./read-pages.ts";

export function readHistory(
  session: VenueSession,
  venue: VenueId,
  kind: HistoryKind,
  request: HistoryRequest,
  options: CallOptions,
): AsyncIterable<HistoryPage<LedgerEntry>> {
  let known: Promise<ReadonlyMap<string, Asset>> | null = null;
  const assets = () => {
    known ??= readAssets(session, options);
    return known;
  };
  if (kind === "ledger") return ledger(session, venue, request, assets, options);
  return transfers(session, venue, kind === "deposits" ? "deposit" : "withdrawal", request, assets, options);
}

const transferPlaceSchema = z.strictObject({ after: z.string().nullable() });

function transfers(
  session: VenueSession,
  venue: VenueId,
  kind: LedgerEntry["kind"],
  request: HistoryRequest,
  assets: () => Promise<ReadonlyMap<string, Asset>>,
  options: CallOptions,
): AsyncIterable<HistoryPage<LedgerEntry>> {
  return historyPages<z.infer<typeof transferPlaceSchema>, LedgerEntry>(venue, request, {
    first: { after: null },
    readPlace: (value) => transferPlaceSchema.safeParse(value).data ?? null,
    readPage: async ({ after }) => {
      const page = await readPage(session, ROUTES.transfers, {}, after, options);
      const ofAccount = await assets();
      const entries = page.items.map((item) => parseTransfer(item, ofAccount)).filter((entry) => entry !== null);
      // Newest first, and the list cannot be asked for a time.
      const done = page.after === null || entries.some(({ tsEvent }) => tsEvent < request.since);
      return { items: entries.filter((entry) => entry.kind === kind), next: done ? null : { after: page.after } };
    },
  });
}

const ledgerPlaceSchema = z.strictObject({ account: z.string(), after: z.string().nullable() });
type LedgerPlace = z.infer<typeof ledgerPlaceSchema>;

function ledger(
  session: VenueSession,
  venue: VenueId,
  request: HistoryRequest,
  assets: () => Promise<ReadonlyMap<string, Asset>>,
  options: CallOptions,
): AsyncIterable<HistoryPage<LedgerEntry>> {
  const nextOf = async (account: string): Promise<LedgerPlace | null> => {
    const next = [...(await assets()).keys()].sort().find((id) => id > account);
    return next === undefined ? null : { account: next, after: null };
  };
  // Without a date only the last day is told.
  const start_date = new Date(request.since).toISOString();
  return historyPages<LedgerPlace, LedgerEntry>(venue, request, {
    first: { account: "", after: null },
    readPlace: (value) => ledgerPlaceSchema.safeParse(value).data ?? null,
    readPage: async ({ account, after }) => {
      const asset = (await assets()).get(account);
      if (asset === undefined) return { items: [], next: await nextOf(account) };
      const page = await readPage(session, ROUTES.ledger, { id: account, start_date }, after, options);
      const items = page.items.map((item) => parseLedgerEntry(item, asset));
      return { items, next: page.after === null ? await nextOf(account) : { account, after: page.after } };
    },
  });
}

/** The asset of each currency's account. */
async function readAssets(session: VenueSession, options: CallOptions): Promise<ReadonlyMap<string, Asset>> {
  const { body } = await session.read(ROUTES.accounts, {}, options);
  const assets = new Map<string, Asset>();
  for (const account of body.list()) {
    const asset = assetOf(account.at("currency").text());
    if (asset !== null) assets.set(account.at("id").text(), asset);
  }
  return assets;
}
