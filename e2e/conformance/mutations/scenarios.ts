// Which calls read a venue's answers, what do they return, and what may come of them when the answer is spoiled?
import { z } from "zod";
import type { HistoryPage, OrderRequest, VenueClient } from "#engine/ports/exchange-client.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { balanceSchema } from "#shared/domain/account.ts";
import { candleSchema } from "#shared/domain/candle.ts";
import { decimalStringSchema, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import {
  assetSchema,
  clientOrderIdSchema,
  marketSymbolSchema,
  type VenueOrderId,
  venueIdSchema,
  venueOrderIdSchema,
} from "#shared/domain/ids.ts";
import { feeTierSchema, instrumentSchema } from "#shared/domain/instrument.ts";
import { keyPermissionsSchema } from "#shared/domain/key-permissions.ts";
import { fillSchema, sideSchema } from "#shared/domain/order.ts";
import { rawQuoteSchema } from "#shared/domain/quote.ts";
import { unixMs, unixMsSchema } from "#shared/domain/time.ts";
import type { VenueUnderTest, WireRoute } from "../venue-under-test.ts";

/** What the calls are about: an order that rests, one that was filled, and one that is sent now. */
export interface Subject {
  readonly market: VenueMarket;
  readonly client: VenueClient;
  readonly resting: OrderRequest & { readonly venueOrderId: VenueOrderId };
  readonly filled: OrderRequest;
  readonly next: OrderRequest;
  readonly sentAt: number;
}

export interface Scenario {
  readonly name: string;
  /** How often it is drawn. */
  readonly weight: number;
  readonly schema: z.ZodType;
  /** What an answer to this route that says no such thing may never be taken for: the order may be there. */
  readonly never?: { readonly route: WireRoute; readonly kind: string };
  run(subject: Subject): Promise<unknown>;
}

const venueOrderSchema = z.strictObject({
  clientOrderId: clientOrderIdSchema.nullable(),
  venueOrderId: venueOrderIdSchema,
  symbol: marketSymbolSchema,
  side: sideSchema,
  quantity: nonNegativeDecimalSchema,
  limitPrice: nonNegativeDecimalSchema.nullable(),
  state: z.enum(["open", "filled", "canceled", "expired", "rejected"]),
  filledQuantity: nonNegativeDecimalSchema,
  averagePrice: nonNegativeDecimalSchema.nullable(),
  createdAt: unixMsSchema,
});
const ledgerEntrySchema = z.strictObject({
  venueId: z.string().min(1),
  kind: z.enum(["deposit", "withdrawal", "trade", "fee", "reward", "transfer", "adjustment"]),
  asset: assetSchema,
  amount: decimalStringSchema,
  fee: nonNegativeDecimalSchema.nullable(),
  status: z.enum(["pending", "done", "failed"]),
  tsEvent: unixMsSchema,
  reference: z.string().nullable(),
});
const level = z.tuple([nonNegativeDecimalSchema, nonNegativeDecimalSchema]);
const bookSchema = z.strictObject({
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  bids: z.array(level),
  asks: z.array(level),
  tsEvent: unixMsSchema.nullable(),
  tsInit: unixMsSchema,
});
const cause = z.string().min(1);
const submitSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("accepted"), order: venueOrderSchema, fills: z.array(fillSchema) }),
  z.strictObject({ kind: z.literal("rejected"), code: z.string().min(1), message: z.string().min(1) }),
  z.strictObject({ kind: z.literal("unknown"), cause }),
]);
const cancelSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("accepted") }),
  z.strictObject({ kind: z.literal("alreadyOver") }),
  z.strictObject({ kind: z.literal("notFound") }),
  z.strictObject({ kind: z.literal("unknown"), cause }),
]);
const lookupSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("found"), order: venueOrderSchema, fills: z.array(fillSchema) }),
  z.strictObject({ kind: z.literal("notFound") }),
  z.strictObject({ kind: z.literal("noAnswer"), cause }),
]);
const feeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("amount"), asset: assetSchema, amount: nonNegativeDecimalSchema }),
  z.strictObject({ kind: z.literal("rate"), rate: nonNegativeDecimalSchema }),
]);
const validationSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("valid"), fee: feeSchema.optional(), warnings: z.array(z.string()).optional() }),
  z.strictObject({ kind: z.literal("invalid"), code: z.string().min(1), message: z.string().min(1) }),
  z.strictObject({ kind: z.literal("unknown"), cause }),
]);
const statusSchema = z.strictObject({
  state: z.enum(["online", "maintenance", "cancelOnly", "postOnly", "limitOnly", "unknown"]),
  detail: z.string().nullable(),
});

const scenario = (
  name: string,
  schema: z.ZodType,
  run: Scenario["run"],
  more: Partial<Pick<Scenario, "weight" | "never">> = {},
): Scenario => ({ name, schema, run, weight: 3, ...more });

/** The same page is given again and again to who asks on: a spoiled count makes many of it, and each is as good as the first. */
const MOST_PAGES = 20;

async function all<Item>(pages: AsyncIterable<HistoryPage<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  let count = 0;
  for await (const page of pages) {
    items.push(...page.items);
    count += 1;
    if (count === MOST_PAGES) break;
  }
  return items;
}

export function scenariosOf(under: VenueUnderTest): readonly Scenario[] {
  const symbol = marketSymbolSchema.parse(under.symbol);
  const second = marketSymbolSchema.parse(`ETH/${under.quote}`);
  const { permissions, validate } = under.routes;
  const sinceOf = ({ sentAt }: Subject) => unixMs(sentAt - 3_600_000);
  const find = (order: OrderRequest, subject: Subject) =>
    subject.client.findOrder(
      { clientOrderId: order.clientOrderId, symbol: order.symbol, sentAt: unixMs(subject.sentAt) },
      {},
    );
  const history = (kind: "deposits" | "withdrawals" | "ledger") =>
    scenario(kind, z.array(ledgerEntrySchema), (subject) =>
      all(subject.client.history(kind, { since: sinceOf(subject), resume: null }, {})),
    );
  return [
    scenario("markets", z.array(instrumentSchema), ({ market }) => market.fetchInstruments({}), { weight: 1 }),
    scenario("prices", z.array(rawQuoteSchema), ({ market }) => market.fetchTickers([symbol, second], {})),
    scenario("a book", bookSchema, ({ market }) => market.fetchOrderBook({ symbol, depth: 10 }, {})),
    scenario("candles", z.array(candleSchema), ({ market, sentAt }) =>
      market.fetchCandles({ symbol, timeframe: "1h", before: unixMs(sentAt), limit: 6 }, {}),
    ),
    scenario("time", unixMsSchema, ({ market }) => market.fetchTime({}), { weight: 1 }),
    scenario("status", statusSchema, ({ market }) => market.fetchStatus({}), { weight: 1 }),
    scenario("balances", z.array(balanceSchema), ({ client }) => client.fetchBalances({}), { weight: 6 }),
    scenario("fees", feeTierSchema, ({ client }) => client.fetchFeeTier({})),
    scenario("open orders", z.array(venueOrderSchema), ({ client }) => client.fetchOpenOrders({}), { weight: 5 }),
    scenario("a filled order", lookupSchema, (subject) => find(subject.filled, subject), { weight: 6 }),
    scenario("a resting order", lookupSchema, (subject) => find(subject.resting, subject), { weight: 5 }),
    scenario("fills", z.array(fillSchema), (subject) => subject.client.fetchFills({ since: sinceOf(subject) }, {}), {
      weight: 5,
    }),
    scenario("an order", submitSchema, ({ client, next }) => client.submitOrder(next, {}), {
      weight: 6,
      never: { route: under.routes.submit, kind: "rejected" },
    }),
    scenario("a cancel", cancelSchema, ({ client, resting }) => client.cancelOrder(resting, {}), {
      never: { route: under.routes.cancel, kind: "notFound" },
    }),
    ...(validate === null
      ? []
      : [scenario("a validate-only order", validationSchema, ({ client, next }) => client.validateOrder(next, {}))]),
    ...(permissions === null
      ? []
      : [scenario("rights", keyPermissionsSchema, ({ client }) => client.fetchPermissions({}))]),
    history("deposits"),
    history("withdrawals"),
    ...(under.history.ledger ? [history("ledger")] : []),
  ];
}
