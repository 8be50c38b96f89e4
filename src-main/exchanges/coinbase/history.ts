// What moved at a Coinbase account beside orders? Each of its wallets has a list of its own, newest first; they are read one after
// the other in the order of their ids, so that a place is a wallet and the last entry that was read of it.
import { z } from "zod";
import type { HistoryKind, HistoryPage, HistoryRequest, LedgerEntry } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { historyPages } from "#exchanges/shared/pages.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { parseTransaction } from "./parse-account.ts";
import { PAGE, ROUTES } from "./quirks.ts";
import { readAllPages } from "./read-pages.ts";

const placeSchema = z.strictObject({ account: z.string(), after: z.string().nullable() });
type Place = z.infer<typeof placeSchema>;

const WANTED: Readonly<Record<HistoryKind, (entry: LedgerEntry) => boolean>> = {
  deposits: ({ kind }) => kind === "deposit",
  withdrawals: ({ kind }) => kind === "withdrawal",
  ledger: () => true,
};

export function readHistory(
  session: VenueSession,
  venue: VenueId,
  kind: HistoryKind,
  request: HistoryRequest,
  signal?: AbortSignal,
): AsyncIterable<HistoryPage<LedgerEntry>> {
  let known: Promise<readonly string[]> | null = null;
  const accounts = () => {
    known ??= readAccountIds(session, signal);
    return known;
  };
  const nextOf = async (account: string): Promise<Place | null> => {
    const next = (await accounts()).find((id) => id > account);
    return next === undefined ? null : { account: next, after: null };
  };
  return historyPages<Place, LedgerEntry>(venue, request, {
    first: { account: "", after: null },
    readPlace: (value) => placeSchema.safeParse(value).data ?? null,
    readPage: async ({ account, after }) => {
      if (account === "") return { items: [], next: await nextOf(account) };
      const params = { account_id: account, limit: String(PAGE.transactions), order: "desc" };
      const cursor = after === null ? {} : { starting_after: after };
      const { body } = await session.read(ROUTES.transactions, { ...params, ...cursor }, { signal });
      const entries = body
        .at("data")
        .list()
        .map(parseTransaction)
        .filter((entry) => entry !== null);
      const older = nextCursor(body, after);
      const done = older === null || entries.some(({ tsEvent }) => tsEvent < request.since);
      return { items: entries.filter(WANTED[kind]), next: done ? await nextOf(account) : { account, after: older } };
    },
  });
}

/** Null on the last page. */
function nextCursor(body: Answer, after: string | null): string | null {
  const pagination = body.at("pagination");
  if (pagination.absent || pagination.at("next_uri").textOrNull() === null) return null;
  const rows = body.at("data").list();
  const next = pagination.at("next_starting_after").textOrNull() ?? rows.at(-1)?.at("id").textOrNull() ?? null;
  if (next === null || next === after) throw pagination.unexpected("the place of the next page");
  return next;
}

async function readAccountIds(session: VenueSession, signal?: AbortSignal): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of readAllPages(session, ROUTES.accounts, "accounts", { limit: PAGE.accounts }, { signal }))
    ids.push(...page.map((account) => account.at("uuid").text()));
  return ids.sort();
}
