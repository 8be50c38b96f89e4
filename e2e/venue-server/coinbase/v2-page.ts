// How does /v2 hand out a list? By the id of the last item seen, with the address of the next page in the reply.
import { type CoinbaseCall, limitOf, v2Refusal } from "./call.ts";
import { PAGES } from "./quirks.ts";

/** `newestFirst` is the usual order; `order=asc` turns it round. */
export function v2Page<Item>(
  { request }: CoinbaseCall,
  newestFirst: readonly Item[],
  idOf: (item: Item) => string,
  bodyOf: (item: Item) => object,
): unknown {
  const { query, path } = request;
  const limit = limitOf(request, PAGES.v2);
  const order = query.get("order") === "asc" ? "asc" : "desc";
  const all = order === "asc" ? newestFirst.toReversed() : newestFirst;
  const [after, before] = [query.get("starting_after"), query.get("ending_before")];
  const cursor = after ?? before;
  const known = cursor === null ? -1 : all.findIndex((item) => idOf(item) === cursor);
  if (cursor !== null && known === -1) throw v2Refusal(400, "invalid_request", "Invalid cursor");
  const start = after === null && before !== null ? Math.max(0, known - limit) : known + 1;
  const end = after === null && before !== null ? known : start + limit;
  const items = all.slice(start, end);
  const [first, last] = [items[0], items.at(-1)];
  const uri = (name: string, item: Item | undefined, more: boolean) =>
    more && item !== undefined ? `${path}?limit=${limit}&${name}=${idOf(item)}` : null;
  const [moreBefore, moreAfter] = [start > 0, end < all.length];
  return {
    pagination: {
      ending_before: before,
      starting_after: after,
      previous_ending_before: moreBefore && first !== undefined ? idOf(first) : null,
      next_starting_after: moreAfter && last !== undefined ? idOf(last) : null,
      limit,
      order,
      previous_uri: uri("ending_before", first, moreBefore),
      next_uri: uri("starting_after", last, moreAfter),
    },
    data: items.map(bodyOf),
  };
}
