// How is a list of Coinbase read to its end? By the cursor of each page, never by the first page alone (trap 4).
import type { Answer } from "#exchanges/shared/answer.ts";
import type { Params, Route } from "#exchanges/shared/route.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";

interface Page {
  readonly items: readonly Answer[];
  /** Null on the last page. */
  readonly cursor: string | null;
}

export async function readPage(
  session: VenueSession,
  route: Route,
  member: string,
  params: Params,
  cursor: string | null,
  options: CallOptions,
): Promise<Page> {
  const { body } = await session.read(route, cursor === null ? params : { ...params, cursor }, options);
  const items = body.at(member).list();
  const next = body.at("cursor").textOrNull();
  // Accounts and orders say whether there is more, and may name a cursor all the same; fills only name one.
  const more = body.at("has_next").absent ? next !== null && items.length > 0 : body.at("has_next").flag();
  if (!more) return { items, cursor: null };
  // A list that stands still would never end.
  if (next === null || next === cursor) throw body.at("cursor").unexpected("the place of the next page");
  return { items, cursor: next };
}

export async function* readAllPages(
  session: VenueSession,
  route: Route,
  member: string,
  params: Params,
  options: CallOptions,
): AsyncGenerator<readonly Answer[], void, void> {
  let cursor: string | null = null;
  do {
    const page: Page = await readPage(session, route, member, params, cursor, options);
    yield page.items;
    cursor = page.cursor;
  } while (cursor !== null);
}
