// Which orders do tests of several screens speak of? Parsed by the schemas, so that they can not drift from them.
import { fillRowSchema, orderRowSchema, orderStandingSchema } from "#shared/contract/orders.ts";
import type { FillRow, OrderRow, OrderStanding } from "#shared/contract/views.ts";
import { type ExecutionQuality, executionQualitySchema } from "#shared/domain/execution-quality.ts";

type Changes = Readonly<Record<string, unknown>>;

/** 14 Nov 2023 22:13:20 UTC. */
export const ORDERS_TIME = 1_700_000_000_000;
export const SAMPLE_ORDER = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const PLAN = "1c9e6679-7425-40de-944b-e07fc1f90ae7";

/** A sale of half a bitcoin at Kraken that is partly filled, unless told otherwise. */
export function sampleOrderRow(order: Changes = {}, row: Changes = {}): OrderRow {
  return orderRowSchema.parse({
    number: 1,
    order: {
      ...{ clientOrderId: SAMPLE_ORDER, profileId: "core", accountId: "core-kraken", planId: PLAN, legIndex: 0 },
      ...{ venue: "kraken", symbol: "BTC/USD", side: "sell", kind: "limitIoc", quantity: "0.5", limitPrice: "59940" },
      ...{ state: "PARTIAL", venueOrderId: "OQCLML-BW3P3", filledQuantity: "0.2", averagePrice: "60000", fees: [] },
      ...{ reason: null, detail: null, attempt: 1, sentAt: ORDERS_TIME, expiresAt: ORDERS_TIME + 5_000 },
      updatedAt: ORDERS_TIME + 1_000,
      ...order,
    },
    ...{ plannedAt: ORDERS_TIME - 100, plannedPrice: "60006", slippageBp: "1", attestFrom: null },
    ...row,
  });
}

/** An order of unknown outcome, which may be vouched for 15 minutes after it was sent. */
export function sampleUnknownRow(order: Changes = {}): OrderRow {
  return sampleOrderRow(
    { state: "UNKNOWN", venueOrderId: null, filledQuantity: "0", averagePrice: null, reason: "TIMEOUT", ...order },
    { attestFrom: ORDERS_TIME + 900_000, slippageBp: null },
  );
}

export function sampleFillRow(fill: Changes = {}): FillRow {
  return fillRowSchema.parse({
    ...{ number: 1, planId: PLAN, accountId: "core-kraken" },
    fill: {
      ...{
        venue: "kraken",
        symbol: "BTC/USD",
        tradeId: "T1",
        clientOrderId: SAMPLE_ORDER,
        venueOrderId: "OQCLML-BW3P3",
      },
      ...{ side: "sell", price: "60000", quantity: "0.2", fee: { asset: "USD", amount: "31.2" }, liquidity: "taker" },
      ...{ tsEvent: ORDERS_TIME + 500, tsInit: ORDERS_TIME + 900 },
      ...fill,
    },
  });
}

export function sampleStanding(changes: Changes = {}): OrderStanding {
  return orderStandingSchema.parse({
    readiness: { ok: true, reason: "All venues were reconciled." },
    ...{ open: [], openCount: 0, unknownCount: 0, orders: 1, fills: 1, revision: 7, recovery: null },
    ...changes,
  });
}

/** A start that found a plan and the order of {@link sampleOrderRow} under way. */
export function sampleRecovery(now: OrderRow = sampleOrderRow({ state: "CANCELED" })): Changes {
  return {
    startedAt: ORDERS_TIME,
    plan: {
      ...{ planId: PLAN, before: "EXECUTING", now: "PAUSED" },
      reason: { code: "RECOVERED", message: "The program ended while this plan was under way." },
    },
    orders: [{ before: "SUBMITTING", row: now }],
  };
}

export function sampleQuality(changes: Changes = {}): ExecutionQuality {
  const group = {
    ...{ key: "kraken", legs: 2, filledLegs: 1, value: "12000", fees: "31.2", feeBp: "26" },
    ...{ slippageCost: "1.2", slippageBp: "1", medianMs: 900 },
  };
  return executionQualitySchema.parse({
    currency: "USD",
    legs: [
      {
        ...{ planId: PLAN, legIndex: 0, venue: "kraken", symbol: "BTC/USD", side: "sell", orders: 1 },
        ...{ firstSentAt: ORDERS_TIME, plannedQuantity: "0.5", filledQuantity: "0.2", plannedPrice: "60006" },
        ...{ filledPrice: "60000", slippageBp: "1", fee: "31.2", feeAsset: "USD", feesLeftOut: 0, tookMs: 900 },
      },
    ],
    total: { ...group, key: "all" },
    byVenue: [group],
    bySymbol: [{ ...group, key: "BTC/USD" }],
    byDay: [{ ...group, key: "2023-11-14" }],
    otherCurrency: 0,
    ...changes,
  });
}
