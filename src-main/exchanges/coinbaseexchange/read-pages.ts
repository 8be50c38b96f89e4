// How is a list of Coinbase Exchange read to its end? It comes newest first, and the header CB-AFTER names where older items begin.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { Params, Route } from "#exchanges/shared/route.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import { PAGE } from "./quirks.ts";

interface Page {
  readonly items: readonly Answer[];
  /** Null on the last page. */
  readonly after: string | null;
}

export async function readPage(
  session: VenueSession,
  route: Route,
  params: Params,
  after: string | null,
  options: CallOptions,
): Promise<Page> {
  const cursor = after === null ? {} : { after };
  const { body, headers } = await session.read(route, { ...params, limit: PAGE.list, ...cursor }, options);
  const items = body.list();
  const next = headers.get("cb-after") ?? "";
  // The header comes with every page that has items, the last one included: only an empty page is the end.
  if (next === "" || items.length === 0) return { items, after: null };
  // A list that stands still would never end.
  if (next === after) throw body.unexpected("a page older than the one before");
  return { items, after: next };
}

export async function* readAllPages(
  session: VenueSession,
  route: Route,
  params: Params,
  options: CallOptions,
): AsyncGenerator<readonly Answer[], void, void> {
  let after: string | null = null;
  do {
    const page: Page = await readPage(session, route, params, after, options);
    yield page.items;
    after = page.after;
  } while (after !== null);
}
