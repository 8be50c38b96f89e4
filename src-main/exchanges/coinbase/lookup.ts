// How are orders and their executions found at Coinbase? There is no look-up by our id: the list is walked until it is met.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { LookupResult, VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { MarketList } from "#exchanges/shared/market-list.ts";
import { foundWithFills, lookupResult } from "#exchanges/shared/outcomes.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import type { ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import { MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import type { OrderOwners } from "./order-owners.ts";
import { ownClientOrderId, parseFill, parseOrder, withRoundedFills } from "./parse-order.ts";
import { PAGE, ROUTES } from "./quirks.ts";
import { readAllPages, readPage } from "./read-pages.ts";
import type { CoinbaseMarkets } from "./symbols.ts";

export interface LookupParts {
  readonly session: VenueSession;
  readonly list: MarketList<CoinbaseMarkets>;
  readonly clock: Clock;
  readonly owners: OrderOwners;
}

export function findOrder(
  parts: LookupParts,
  request: { readonly clientOrderId: ClientOrderId; readonly symbol: MarketSymbol; readonly sentAt: UnixMs },
  signal?: AbortSignal,
): Promise<LookupResult> {
  const { session, list, clock } = parts;
  return lookupResult(async () => {
    const { id, instrument, sameBook } = (await list.table()).ofSymbol(request.symbol);
    // Our clock may be ahead of the venue's.
    const ahead = Math.max(0, session.diary.clockErrorMs() ?? 0);
    const start = new Date(Math.max(0, request.sentAt - MINUTE_MS - ahead)).toISOString();
    const params = { product_ids: [id, ...sameBook], start_date: start, limit: PAGE.orders };
    const urgent = { signal, urgent: true };
    for await (const page of readAllPages(session, ROUTES.orders, "orders", params, urgent)) {
      const found = page.find((order) => ownClientOrderId(order.at("client_order_id")) === request.clientOrderId);
      if (found === undefined) continue;
      const order = parseOrder(found, instrument);
      const fills = await readFills(parts, order.venueOrderId, urgent);
      // A fill of a shared book may be told under the other product.
      const own = fills.map((fill) => parseFill(fill, instrument, request.clientOrderId, clock.now()));
      return foundWithFills(withRoundedFills(order, own), own);
    }
    return { kind: "notFound" };
  });
}

/** By the venue's own id; null where it knows none such (trap 12). */
export async function findByVenueId(
  { session }: LookupParts,
  venueOrderId: VenueOrderId,
  symbol: MarketSymbol,
  signal?: AbortSignal,
): Promise<VenueOrder | null> {
  try {
    const { body } = await session.read(ROUTES.order, { order_id: venueOrderId }, { signal });
    return parseOrder(body.at("order"), { symbol });
  } catch (error) {
    if (error instanceof EngineError && error.code === "ORDER_NOT_FOUND") return null;
    throw error;
  }
}

export async function fetchOpenOrders(parts: LookupParts, signal?: AbortSignal): Promise<readonly VenueOrder[]> {
  const table = await parts.list.table();
  const found: VenueOrder[] = [];
  const params = { order_status: ["OPEN"], limit: PAGE.orders };
  for await (const page of readAllPages(parts.session, ROUTES.orders, "orders", params, { signal })) {
    for (const order of page) {
      // Futures have no market here.
      const market = table.ofId(order.at("product_id").text());
      if (market !== undefined) found.push(parseOrder(order, market.instrument));
    }
  }
  return found;
}

async function readFills({ session }: LookupParts, orderId: string, options: CallOptions): Promise<readonly Answer[]> {
  const fills: Answer[] = [];
  const params = { order_ids: [orderId], limit: PAGE.fills };
  for await (const page of readAllPages(session, ROUTES.fills, "fills", params, options)) fills.push(...page);
  return fills;
}

/** One page of the account's fills at or after `since`, and where the next one is. */
export async function readFillPage(
  parts: LookupParts,
  since: UnixMs,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<{ readonly items: readonly Fill[]; readonly cursor: string | null }> {
  // "After" the time: whether that includes it is not documented.
  const start = new Date(Math.max(0, since - 1)).toISOString();
  const params = { start_sequence_timestamp: start, limit: PAGE.fills };
  const page = await readPage(parts.session, ROUTES.fills, "fills", params, cursor, { signal });
  return { items: await ofOwnOrders(parts, page.items, signal), cursor: page.cursor };
}

/** Fills of orders that carry no id of ours are left out: they are no fills of ours. */
async function ofOwnOrders(
  { list, clock, owners }: LookupParts,
  fills: readonly Answer[],
  signal?: AbortSignal,
): Promise<readonly Fill[]> {
  const table = await list.table();
  await owners.learn(fills, signal);
  return fills.flatMap((fill) => {
    const market = table.ofId(fill.at("product_id").text());
    const owner = owners.ownerOf(fill.at("order_id").text());
    return market === undefined || owner === null ? [] : [parseFill(fill, market.instrument, owner, clock.now())];
  });
}
