// What does an order_configuration ask for, and why would Coinbase refuse it before the book is asked?
import { z } from "zod";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { NewOrder } from "../core/placed-order.ts";
import type { CoinbaseCall } from "./call.ts";
import { instrumentOf } from "./product-body.ts";
import { ORDER_FAILURES, type OrderFailure } from "./quirks.ts";
import { symbolOf } from "./wire-ids.ts";

const QUOTE_PLACES = 18;

const sizes = { rfq_disabled: z.boolean().optional() };
const limitFields = { ...sizes, base_size: z.string(), limit_price: z.string() };

/** One of these; the real list is longer (stops, brackets, TWAP, good till date, fill or kill), which we never send. */
const configurationSchema = z.strictObject({
  market_market_ioc: z
    .strictObject({ ...sizes, quote_size: z.string().optional(), base_size: z.string().optional() })
    .optional(),
  sor_limit_ioc: z.strictObject(limitFields).optional(),
  limit_limit_gtc: z.strictObject({ ...limitFields, post_only: z.boolean().optional() }).optional(),
});

/** Fields that are there but that we never send are refused by name. */
export const previewSchema = z.strictObject({
  product_id: z.string().min(1),
  side: z.enum(["BUY", "SELL"]),
  order_configuration: z.record(z.string(), z.unknown()),
  leverage: z.string().optional(),
  margin_type: z.string().optional(),
  retail_portfolio_id: z.string().optional(),
});
export const createSchema = previewSchema.extend({
  client_order_id: z.string().min(1).max(128),
  preview_id: z.string().optional(),
});

type ReadOrder =
  | { readonly kind: "order"; readonly order: NewOrder }
  | { readonly kind: "refused"; readonly failure: OrderFailure };

export function readOrder(
  { request, world, account }: CoinbaseCall,
  body: z.infer<typeof previewSchema>,
  clientId: string | null,
): ReadOrder {
  const parsed = configurationSchema.safeParse(body.order_configuration);
  const given = Object.keys(body.order_configuration);
  if (!parsed.success || given.length !== 1) return refused(UNSUPPORTED);
  const { market_market_ioc: market, sor_limit_ioc: ioc, limit_limit_gtc: gtc } = parsed.data;
  const instrument = instrumentOf(world, body.product_id);
  if (instrument === null) return refused(ORDER_FAILURES.UNKNOWN_SYMBOL);
  const common = {
    clientId,
    symbol: symbolOf(body.product_id),
    side: body.side === "BUY" ? ("buy" as const) : ("sell" as const),
    fillShare: request.fillShare,
    meta: {
      configuration: JSON.stringify(body.order_configuration),
      sizeInQuote: String(market?.quote_size !== undefined),
    },
  };
  if (ioc !== undefined)
    return ok({ ...common, kind: "limitIoc", quantity: ioc.base_size, limitPrice: ioc.limit_price });
  if (gtc !== undefined)
    return ok({
      ...common,
      kind: gtc.post_only === true ? "postOnly" : "limit",
      quantity: gtc.base_size,
      limitPrice: gtc.limit_price,
    });
  if (market?.base_size !== undefined && market.quote_size === undefined)
    return ok({ ...common, kind: "market", quantity: market.base_size, limitPrice: null });
  if (market?.quote_size === undefined || market.base_size !== undefined) return refused(ORDER_FAILURES.BAD_NUMBER);
  const spend = Decimal.tryParse(market.quote_size);
  if (spend === undefined || !spend.isPositive) return refused(ORDER_FAILURES.BAD_NUMBER);
  if (!spend.isMultipleOf(decimal(instrument.priceStep))) return refused(ORDER_FAILURES.LOT_STEP);
  if (instrument.costMin !== null && spend.lt(decimal(instrument.costMin))) return refused(ORDER_FAILURES.COST_MIN);
  // The size holds the fee (recorded: total_value_after_fees is the size that was sent).
  const net = spend.div(Decimal.ONE.add(decimal(account.rules.taker)), QUOTE_PLACES, "down");
  return ok({ ...common, kind: "market", quantity: "0", limitPrice: null, quoteAmount: net.toString() });
}

const UNSUPPORTED: OrderFailure = {
  reason: "UNSUPPORTED_ORDER_CONFIGURATION",
  preview: "PREVIEW_INVALID_ORDER_CONFIG",
  message: "The order configuration was invalid",
};

const ok = (order: NewOrder): ReadOrder => ({ kind: "order", order });
const refused = (failure: OrderFailure): ReadOrder => ({ kind: "refused", failure });
