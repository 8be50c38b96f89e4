// Is a stored record of the simulated exchange one that it can have written?
import { z } from "zod";
import type { ExchangeRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import {
  assetSchema,
  clientOrderIdSchema,
  marketSymbolSchema,
  tradeIdSchema,
  venueOrderIdSchema,
} from "#shared/domain/ids.ts";
import { orderKindSchema, sideSchema } from "#shared/domain/order.ts";
import { unixMsSchema } from "#shared/domain/time.ts";

const amount = z.strictObject({ asset: assetSchema, amount: nonNegativeDecimalSchema });

export const exchangeRecordSchema: z.ZodType<ExchangeRecord> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("deposited"), ts: unixMsSchema, ...amount.shape }),
  z.strictObject({ kind: z.literal("withdrawn"), ts: unixMsSchema, ...amount.shape }),
  z.strictObject({
    kind: z.literal("accepted"),
    ts: unixMsSchema,
    venueOrderId: venueOrderIdSchema,
    clientOrderId: clientOrderIdSchema,
    symbol: marketSymbolSchema,
    side: sideSchema,
    orderKind: orderKindSchema,
    quantity: nonNegativeDecimalSchema,
    limitPrice: nonNegativeDecimalSchema.nullable(),
    /** Taken out of the free balance until the order is over. */
    hold: amount,
  }),
  z.strictObject({
    kind: z.literal("filled"),
    ts: unixMsSchema,
    venueOrderId: venueOrderIdSchema,
    tradeId: tradeIdSchema,
    price: nonNegativeDecimalSchema,
    quantity: nonNegativeDecimalSchema,
    fee: amount,
    liquidity: z.enum(["maker", "taker"]),
    /** What stays held for the rest of the order. */
    holdLeft: nonNegativeDecimalSchema,
    /** Snapshot and price level whose depth was used up. */
    book: z.string(),
    level: nonNegativeDecimalSchema,
  }),
  z.strictObject({
    kind: z.literal("closed"),
    ts: unixMsSchema,
    venueOrderId: venueOrderIdSchema,
    state: z.enum(["filled", "canceled", "expired"]),
  }),
]);
