// How is a long history read page by page, so that a restart goes on where it stopped, without loss and without repeats?
import { EngineError } from "#engine/core/engine-error.ts";
import type { HistoryPage, HistoryRequest } from "#engine/ports/exchange-client.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";

/** Reads the page at a place and says where the next one is; null after the last. A place is plain data, written as JSON. */
export type ReadPage<Place, Item> = (
  place: Place,
) => Promise<{ readonly items: readonly Item[]; readonly next: Place | null }>;

/** A venue that never ends a list is not believed. */
const MOST_PAGES = 100_000;

/** `readPlace` checks a place from an earlier run; a token that is none of ours starts from the beginning. */
export async function* historyPages<Place, Item extends { readonly tsEvent: UnixMs }>(
  venue: VenueId,
  request: HistoryRequest,
  parts: {
    readonly first: Place;
    readonly readPlace: (value: unknown) => Place | null;
    readonly readPage: ReadPage<Place, Item>;
  },
): AsyncGenerator<HistoryPage<Item>, void, void> {
  let place: Place | null = resumed(request.resume, parts.readPlace) ?? parts.first;
  for (let count = 0; place !== null; count += 1) {
    if (count >= MOST_PAGES) throw endless(venue);
    const page: Awaited<ReturnType<ReadPage<Place, Item>>> = await parts.readPage(place);
    const items = page.items
      .filter((item) => item.tsEvent >= request.since)
      .sort((left, right) => left.tsEvent - right.tsEvent);
    place = page.next;
    yield { items, resume: place === null ? null : JSON.stringify(place) };
  }
}

function resumed<Place>(token: string | null, readPlace: (value: unknown) => Place | null): Place | null {
  if (token === null) return null;
  try {
    return readPlace(JSON.parse(token));
  } catch {
    return null;
  }
}

/** A venue that gives the same page again and again is not believed either. */
export function endless(venue: VenueId): EngineError {
  return new EngineError("VENUE_ANSWER", `${venueName(venue)} does not end a list of its history.`, {
    retryable: true,
  });
}

/** All pages at once, for what is short. */
export async function collectPages<Item>(pages: AsyncIterable<HistoryPage<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page.items);
  return items;
}
