// How are orders and their executions found at Coinbase Exchange?
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { HistoryPage, HistoryRequest, LookupResult, VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { ListedMarket, MarketList, MarketTable } from "#exchanges/shared/market-list.ts";
import { foundWithFills, lookupResult } from "#exchanges/shared/outcomes.ts";
import { historyPages } from "#exchanges/shared/pages.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import type { ClientOrderId, MarketSymbol, VenueId, VenueOrderId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { OrderOwners } from "./order-owners.ts";
import { parseFill, parseOrder } from "./parse-order.ts";
import { ROUTES } from "./quirks.ts";
import { readAllPages, readPage } from "./read-pages.ts";

export interface LookupParts {
  readonly session: VenueSession;
  readonly list: MarketList<MarketTable<ListedMarket>>;
  readonly clock: Clock;
  readonly owners: OrderOwners;
}

export function findOrder(
  { session, list, clock }: LookupParts,
  { clientOrderId, symbol }: { readonly clientOrderId: ClientOrderId; readonly symbol: MarketSymbol },
  signal?: AbortSignal,
): Promise<LookupResult> {
  const options = { signal, urgent: true };
  return lookupResult(async () => {
    const { instrument } = (await list.table()).ofSymbol(symbol);
    const found = await orNull(session.read(ROUTES.orderByClientId, { client_oid: clientOrderId }, options));
    if (found === null) return { kind: "notFound" };
    found.body.at("client_oid").oneOf(clientOrderId);
    const order = parseOrder(found.body, instrument);
    const fills: Fill[] = [];
    const params = { order_id: order.venueOrderId };
    for await (const page of readAllPages(session, ROUTES.fills, params, options))
      fills.push(...page.map((fill) => parseFill(fill, instrument, clientOrderId, clock.now())));
    return foundWithFills(order, fills);
  });
}

/** By the venue's own id; null where it knows none such. */
export async function findByVenueId(
  { session }: LookupParts,
  venueOrderId: VenueOrderId,
  symbol: MarketSymbol,
  signal?: AbortSignal,
): Promise<VenueOrder | null> {
  const found = await orNull(session.read(ROUTES.orderById, { id: venueOrderId }, { signal, urgent: true }));
  return found === null ? null : parseOrder(found.body, { symbol });
}

async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof EngineError && error.code === "ORDER_NOT_FOUND") return null;
    throw error;
  }
}

export async function fetchOpenOrders(
  { session, list }: LookupParts,
  options: CallOptions,
): Promise<readonly VenueOrder[]> {
  const table = await list.table();
  const found: VenueOrder[] = [];
  const params = { status: ["received", "pending", "open", "active"] };
  for await (const page of readAllPages(session, ROUTES.orders, params, options)) {
    for (const order of page) {
      const market = table.ofId(order.at("product_id").text());
      if (market !== undefined) found.push(parseOrder(order, market.instrument));
    }
  }
  return found;
}

const placeSchema = z.strictObject({ product: z.string(), after: z.string().nullable() });
type Place = z.infer<typeof placeSchema>;

/** Market by market, in the order of their ids, so that a place is a market and how far it was read. */
export function readFillPages(
  parts: LookupParts,
  venue: VenueId,
  request: HistoryRequest,
  options: CallOptions,
): AsyncIterable<HistoryPage<Fill>> {
  const { session, list } = parts;
  let known: Promise<readonly string[]> | null = null;
  const products = () => {
    known ??= productIds(parts, request, options);
    return known;
  };
  const nextOf = async (product: string): Promise<Place | null> => {
    const next = (await products()).find((id) => id > product);
    return next === undefined ? null : { product: next, after: null };
  };
  const start_date = new Date(request.since).toISOString();
  return historyPages<Place, Fill>(venue, request, {
    first: { product: "", after: null },
    readPlace: (value) => placeSchema.safeParse(value).data ?? null,
    readPage: async ({ product, after }) => {
      const market = (await list.table()).ofId(product);
      if (market === undefined) return { items: [], next: await nextOf(product) };
      const page = await readPage(session, ROUTES.fills, { product_id: product, start_date }, after, options);
      const items = await ofOwnOrders(parts, page.items, market, options);
      return { items, next: page.after === null ? await nextOf(product) : { product, after: page.after } };
    },
  });
}

async function productIds(
  { list, owners }: LookupParts,
  { since }: HistoryRequest,
  options: CallOptions,
): Promise<readonly string[]> {
  const table = await list.table();
  const sent = [...owners.symbols].map((symbol) => table.find(symbol)?.id).filter((id) => id !== undefined);
  return [...new Set([...sent, ...(await owners.productsSince(since, options))])].sort();
}

/** Fills of orders that carry no id of ours are left out: they are no fills of ours. */
async function ofOwnOrders(
  { clock, owners }: LookupParts,
  fills: readonly Answer[],
  { instrument }: ListedMarket,
  options: CallOptions,
): Promise<readonly Fill[]> {
  const own: Fill[] = [];
  for (const fill of fills) {
    const owner = await owners.ownerOf(fill.at("order_id").text(), options);
    if (owner !== null) own.push(parseFill(fill, instrument, owner, clock.now()));
  }
  return own;
}
