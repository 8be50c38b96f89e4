// Which plan, order and profile do this folder's tests speak of? Parsed by the schemas, so that they can not drift from them.

import { auditLineSchema } from "#shared/contract/audit.ts";
import { pricesSchema } from "#shared/contract/market-data.ts";
import { profileSummarySchema } from "#shared/contract/profiles.ts";
import { previewSchema } from "#shared/contract/rebalancing.ts";
import type { AuditLine, Preview, Prices, ProfileSummary } from "#shared/contract/views.ts";
import { type Order, orderSchema } from "#shared/domain/order.ts";
import { type PlanRecord, type PlanReport, planRecordSchema, planReportSchema } from "#shared/domain/plan.ts";
import { type PlanOutcome, planOutcomeSchema } from "#shared/domain/plan-outcome.ts";
import { type Portfolio, portfolioSchema } from "#shared/domain/portfolio.ts";

const HASH = "ab".repeat(32);
export const PLAN_ID = "11111111-1111-4111-8111-111111111111";
export const CREATED = 1_700_000_000_000;

const SELL = {
  accountId: "core-alpha",
  venue: "sim-alpha",
  symbol: "SOL/USD",
  base: "SOL",
  quote: "USD",
  side: "sell",
  kind: "limitIoc",
  quantity: "10",
  limitPrice: "99.50",
  expectedPrice: "100",
  notional: "1000",
  fee: "2",
  feeAsset: "USD",
  spreadCost: "0.3",
  slippageCost: "0.2",
  value: "1000",
} as const;
const BUY = {
  ...SELL,
  symbol: "BTC/USDC",
  base: "BTC",
  quote: "USDC",
  side: "buy",
  quantity: "0.01",
  limitPrice: "50100.00",
  expectedPrice: "50000",
  notional: "500",
  fee: "1",
  feeAsset: "USDC",
  value: "500",
} as const;

export function samplePolicy(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    goal: "target",
    tolerance: "0.01",
    minTradeValue: "10",
    maxCostFraction: "0.01",
    slippageTolerance: "0.001",
    cashReserve: {},
    neverSell: [],
    neverBuy: [],
    pinned: {},
    includeUntargeted: false,
    bands: { absolute: "0.05" },
    bandsByAsset: {},
    ...changes,
  };
}

function samplePlan(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    solver: "greedy",
    gap: null,
    legs: [SELL, BUY],
    before: { BTC: "0.5", SOL: "0.3", USD: "0.1", USDC: "0.1" },
    after: { BTC: "0.55", SOL: "0.2", USD: "0.2", USDC: "0.05" },
    residuals: [{ asset: "BTC", weight: "-0.005", reason: "tolerance" }],
    cost: { fees: "3", spread: "0.6", slippage: "0.4", total: "4" },
    turnover: "1500",
    totalValue: "10000",
    warnings: [],
    planId: PLAN_ID,
    profileId: "core",
    mode: "paper",
    currency: "USD",
    accounts: ["core-alpha"],
    inputsHash: HASH,
    targets: { BTC: "0.555", SOL: "0.2", USDC: "0.245" },
    policy: samplePolicy(),
    plannerVersion: 1,
    createdAt: CREATED,
    expiresAt: CREATED + 60_000,
    startDelayMs: 0,
    planHash: HASH,
    ...changes,
  };
}

export function sampleVerdict(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    advice: "act",
    reason: "Waiting 30 days is expected to lose 12.00 USD, acting costs 4.00 USD.",
    cost: "4",
    costBp: "4",
    waitingLoss: "12",
    waitingLossBp: "12",
    lossLeft: "2",
    oneSigma: "95",
    riskAversion: "3",
    horizonDays: 30,
    assets: [
      { asset: "BTC", drift: "-0.055", volatility: "0.6", costRate: "0.002", payingBand: "0.045" },
      { asset: "SOL", drift: "0.1", volatility: "0.9", costRate: null, payingBand: null },
    ],
    history: {
      timeframe: "1d",
      from: CREATED - 90 * 86_400_000,
      to: CREATED,
      returns: 89,
      assets: ["BTC", "SOL"],
      missing: [],
      shrinkage: "0.2",
    },
    ...changes,
  };
}

export function sampleCheck(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { state: "ok", code: null, detail: "Accepted.", fee: null, warnings: [], at: CREATED, ...changes };
}

export function sampleRecord(
  changes: Readonly<Record<string, unknown>> = {},
  plan: Readonly<Record<string, unknown>> = {},
): PlanRecord {
  return planRecordSchema.parse({
    plan: samplePlan(plan),
    state: "PREVIEWED",
    reason: null,
    approvedAt: null,
    orders: [],
    legOrders: [null, null],
    stopAfterLeg: false,
    checks: [sampleCheck(), sampleCheck()],
    report: null,
    updatedAt: CREATED,
    ...changes,
  });
}

export function sampleOutcome(changes: Readonly<Record<string, unknown>> = {}): PlanOutcome {
  const asset = { asset: "SOL", held: "30", change: "-10", price: "99.5" };
  return planOutcomeSchema.parse({
    planId: PLAN_ID,
    planHash: HASH,
    createdAt: CREATED,
    approvedAt: null,
    state: "PREVIEWED",
    mode: "paper",
    goal: "target",
    solver: "greedy",
    advice: "act",
    legs: 2,
    turnover: "1500",
    cost: "4",
    currency: "USD",
    notExecuted: "10010",
    executed: "10023.1",
    difference: "13.1",
    assets: [
      { ...asset, notExecuted: "2990", executed: "1995", difference: "-995" },
      { asset: "ADA", held: "1", change: "0", price: "1", notExecuted: "1", executed: "1", difference: "0" },
    ],
    unpriced: [],
    ...changes,
  });
}

export function sampleOrder(changes: Readonly<Record<string, unknown>> = {}): Order {
  return orderSchema.parse({
    clientOrderId: "22222222-2222-4222-8222-222222222222",
    profileId: "core",
    accountId: "core-alpha",
    planId: PLAN_ID,
    legIndex: 0,
    venue: "sim-alpha",
    symbol: "SOL/USD",
    side: "sell",
    kind: "limitIoc",
    quantity: "10",
    limitPrice: "99.5",
    state: "FILLED",
    venueOrderId: "o1",
    filledQuantity: "10",
    averagePrice: "99.9",
    fees: [{ asset: "USD", amount: "1.998" }],
    reason: null,
    detail: null,
    attempt: 1,
    sentAt: CREATED,
    expiresAt: CREATED + 5_000,
    updatedAt: CREATED,
    ...changes,
  });
}

export function sampleReport(changes: Readonly<Record<string, unknown>> = {}): PlanReport {
  const leg = {
    plannedQuantity: "10",
    filledQuantity: "10",
    plannedPrice: "100",
    filledPrice: "99.9",
    plannedFee: "2",
    filledFee: "1.998",
    slippageBp: "10",
    outcome: "Filled.",
  };
  return planReportSchema.parse({
    finishedAt: CREATED + 9_000,
    legs: [
      { legIndex: 0, ...leg },
      { legIndex: 1, ...leg, plannedQuantity: "0.01", filledQuantity: "0.004", outcome: "Stopped with 0.006 left." },
    ],
    plannedCost: "4",
    actualCost: "4.5",
    weights: [
      { asset: "SOL", before: "0.3", after: "0.2", target: "0.2" },
      { asset: "BTC", before: "0.5", after: "0.55", target: "0.555" },
      { asset: "USDC", before: "0.1", after: "0.25", target: "0.245" },
    ],
    worstError: "0.005",
    left: [],
    ...changes,
  });
}

export function sampleSummary(changes: Readonly<Record<string, unknown>> = {}): ProfileSummary {
  return profileSummarySchema.parse({
    profile: {
      id: "core",
      name: "Core",
      priority: 1,
      mode: "paper",
      source: "simulated",
      currency: "USD",
      cashAssets: ["USD", "USDC"],
      accounts: [
        {
          id: "core-alpha",
          name: "Sim Alpha",
          kind: "paper",
          venue: "sim-alpha",
          fees: { maker: "0.001", taker: "0.002" },
        },
      ],
      targets: { BTC: "0.555", SOL: "0.2", USDC: "0.245" },
      policy: samplePolicy(),
      limits: {},
      createdAt: CREATED,
      seed: "1",
    },
    tradingState: "active",
    stateReason: null,
    value: "10000",
    dayPnl: null,
    dayPnlShare: null,
    readOnlyReason: null,
    openSuggestions: 0,
    openSignals: 0,
    valueInDoubt: false,
    openPlan: null,
    automaticUntil: null,
    ...changes,
  });
}

export function samplePortfolio(): Portfolio {
  const position = (asset: string, weight: string, target: string | null, drift: string | null) => ({
    asset,
    quantity: "1",
    balances: [{ accountId: "core-alpha", asset, free: "1000", inOrders: "0", earn: "0", locked: "0" }],
    price: "1",
    priceState: "live",
    priceAgeMs: 0,
    unresolved: null,
    value: "1000",
    weight,
    target,
    drift,
    band: target === null ? null : "0.05",
    averageCost: null,
    cost: null,
    unrealized: null,
    realized: "0",
    change24h: null,
    isCash: asset === "USD" || asset === "USDC",
  });
  return portfolioSchema.parse({
    profileId: "core",
    currency: "USD",
    ts: CREATED,
    totalValue: "10000",
    cash: "2000",
    netInvested: "10000",
    realized: "0",
    unrealized: null,
    fees: "0",
    totalPnl: null,
    dayPnl: null,
    dayPnlShare: null,
    oldestPriceAgeMs: 0,
    state: "live",
    positions: [
      position("BTC", "0.5", "0.555", "-0.055"),
      position("SOL", "0.3", "0.2", "0.1"),
      position("USDC", "0.1", "0.245", "-0.045"),
      position("USD", "0.1", null, null),
    ],
  });
}

export function samplePreview(
  plan: Readonly<Record<string, unknown>> = {},
  gates: Preview["gates"] = [{ name: "Clock", ok: true, code: null, detail: "Passes." }],
  changes: Readonly<Record<string, unknown>> = {},
): Preview {
  return previewSchema.parse({
    record: sampleRecord({}, plan),
    nonce: "n".repeat(43),
    gates,
    feasibility: { complete: true, unreachable: [], dust: { value: "0", assets: [] } },
    ...changes,
  });
}

export function sampleLine(seq: number, event: Readonly<Record<string, unknown>>, area = "order"): AuditLine {
  return auditLineSchema.parse({
    seq,
    ts: CREATED,
    profileId: "core",
    kind: event.kind,
    area,
    title: "Title",
    detail: "detail",
    tone: "neutral",
    hash: HASH,
    json: JSON.stringify(event),
  });
}

export function samplePrices(quote: Readonly<Record<string, unknown>> = {}): Prices {
  return pricesSchema.parse({
    prices: [],
    quotes: [
      {
        venue: "sim-alpha",
        symbol: "SOL/USD",
        bid: "100",
        ask: "100.1",
        last: null,
        volume24h: null,
        source: "simulated",
        tsEvent: CREATED,
        tsInit: CREATED,
        state: "live",
        reason: null,
        confirmedAt: CREATED,
        ...quote,
      },
    ],
    unresolved: [],
  });
}
