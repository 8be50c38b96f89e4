// What does a right call of each procedure look like? Hostile messages are made from these by breaking them.
import { isContractProcedure } from "@orpc/contract";
import type { z } from "zod";
import { contract } from "#shared/contract/contract.ts";

const profileId = "demo-a";
const planId = "11111111-2222-4333-8444-555555555555";
const account = { profileId, accountId: "kraken-1" };
const entry = {
  ...{
    accountId: "kraken-1",
    ts: 1,
    type: "trade",
    side: "buy",
    asset: "BTC",
    quantity: "1",
    quote: "USD",
    price: "1",
  },
  ...{ fee: { asset: "USD", amount: "1" }, label: null, note: "by hand" },
};
const market = { venue: "sim-alpha", symbol: "BTC/USD" };

export const VALID_INPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "/system/feedMarkets": { venue: "kraken" },
  "/system/info": {},
  "/system/watchHealth": {},
  "/system/acknowledgeDamage": {},
  "/system/pause": { reason: "why" },
  "/system/reconnectFeed": { venue: "kraken" },
  "/system/release": { reason: "why" },
  "/settings/get": {},
  "/settings/update": { theme: "dark", privacy: true },
  "/settings/watch": {},
  "/profiles/list": {},
  "/profiles/watch": {},
  "/profiles/createDemo": {},
  "/profiles/update": { profileId, changes: { name: "New", priority: 2, targets: { BTC: "0.6", USD: "0.4" } } },
  "/profiles/halt": { profileId, reason: "why" },
  "/profiles/arm": { profileId, reason: "why" },
  "/profiles/create": { name: "New", currency: "USD", market: "practice" },
  "/profiles/duplicate": { profileId, name: "Another" },
  "/profiles/archive": { profileId },
  "/profiles/restore": { profileId },
  "/profiles/archived": {},
  "/profiles/identities": {},
  "/profiles/separation": {},
  "/profiles/previewImport": { fileName: "a.yaml", text: "sync_interval: 60", market: "practice" },
  "/profiles/import": { fileName: "a.yaml", text: "sync_interval: 60", market: "practice" },
  "/profiles/export": { profileIds: null },
  "/accounts/venues": {},
  "/accounts/watch": {},
  "/accounts/check": {
    venue: "kraken",
    endpoint: "loopback",
    key: { kind: "entered", apiKey: "k", secret: "s", passphrase: "" },
    replaces: null,
  },
  "/accounts/connect": { checkId: "c", name: "Kraken", profileId, profileName: null, confirmedNoTransfer: false },
  "/accounts/rotate": { ...account, checkId: "c", confirmedNoTransfer: false },
  "/accounts/rename": { ...account, name: "Kraken" },
  "/accounts/setPaused": { ...account, paused: true },
  "/accounts/deadManSwitch": account,
  "/accounts/allowDeadManSwitch": { ...account, allowed: true },
  "/accounts/recheck": account,
  "/accounts/removalNotice": account,
  "/accounts/remove": account,
  "/secrets/status": {},
  "/secrets/unlock": { passphrase: "long enough" },
  "/secrets/choosePassphrase": { passphrase: "long enough" },
  "/live/checklist": { profileId },
  "/live/unlock": { profileId, typedName: "Core", acceptedOpen: ["alerts"] },
  "/live/setRamp": { profileId, ramp: "0.1" },
  "/live/setMode": { profileId, mode: "paper" },
  "/portfolio/get": { profileId },
  "/portfolio/watch": { profileId },
  "/portfolio/equity": { profileId, period: "1d" },
  "/portfolio/assetDetail": { profileId, asset: "BTC" },
  "/portfolio/sparklines": { profileId },
  "/portfolio/sync": { profileId },
  "/books/summary": { profileId },
  "/books/page": { profileId, filter: { asset: "BTC", text: "dust" }, before: { ts: 1, row: 2 }, limit: 100 },
  "/books/lots": { profileId, asset: "BTC" },
  "/books/disposals": { profileId, year: 2025, offset: 0, limit: 100 },
  "/books/coverage": { profileId },
  "/books/readHistory": { profileId },
  "/books/compareMethods": { profileId, to: { method: "fifo", pooling: "account" } },
  "/books/setCostBasis": { profileId, to: { method: "fifo", pooling: "account" } },
  "/books/upload/begin": { name: "trades.csv", bytes: 3 },
  "/books/upload/append": { uploadId: planId, index: 0, data: "YSxi" },
  "/books/previewImport": { profileId, uploadId: planId, accountId: "kraken-1", zoneMinutes: 60 },
  "/books/applyImport": { profileId, uploadId: planId, accountId: "kraken-1", zoneMinutes: 0 },
  "/books/batches": { profileId },
  "/books/undoBatch": { profileId, batchId: planId, reason: "why" },
  "/books/redoBatch": { profileId, batchId: planId, reason: "why" },
  "/books/addEntry": { profileId, entry },
  "/books/correctEntry": { profileId, transactionId: "t1", entry },
  "/books/setAside": { profileId, transactionIds: ["t1"], reason: "why" },
  "/books/restore": { profileId, transactionIds: ["t1"], reason: "why" },
  "/books/pair": { profileId, withdrawalId: "t1", depositId: "t2", paired: true },
  "/books/reconciliation": { profileId },
  "/books/fix": { ...account, asset: "BTC", difference: "0.5", fix: { kind: "enter", type: "deposit" } },
  "/books/why": { profileId, asset: null, figure: "value" },
  "/books/performance": { profileId, period: "1y" },
  "/books/calendar": { profileId, bounds: [0, 1] },
  "/books/checkSnapshots": { profileId },
  "/books/export": { profileId, kind: "transactions", format: "csv" },
  "/marketData/instruments": { profileId },
  "/marketData/watchPrices": { profileId },
  "/marketData/candles": { ...market, timeframe: "1h", limit: 10 },
  "/marketData/storedCandles": {},
  "/marketData/exportCandles": { ...market, timeframe: "1h", limit: 10 },
  "/marketData/importCandles": { ...market, timeframe: "1h", file: "BTCUSD.csv", csv: "timestamp_ms" },
  "/marketData/watchCandle": { ...market, timeframe: "1h" },
  "/marketData/watchBook": { ...market, depth: 5 },
  "/rebalancing/suggestions": { profileId },
  "/rebalancing/watchSuggestions": { profileId },
  "/rebalancing/snooze": { profileId, suggestionId: planId, until: "1h" },
  "/rebalancing/dismiss": { profileId, suggestionId: planId, reason: "why" },
  "/rebalancing/check": { profileId, force: false },
  "/rebalancing/preview": {
    profileId,
    targets: { BTC: "1" },
    policy: { tolerance: "0.01" },
    whatIf: [{ accountId: "a", asset: "USD", amount: "100" }],
    edits: { planId, legs: [{ leg: 0, skip: true }], order: [1] },
    trade: { symbol: "BTC/USD", side: "buy", size: { by: "value", amount: "100" } },
  },
  "/rebalancing/smallestDeposit": { profileId, planId },
  "/rebalancing/history": { profileId },
  "/rebalancing/approve": { profileId, planHash: "a".repeat(64), nonce: "n".repeat(32), saveTargets: false },
  "/rebalancing/pause": { profileId, planId },
  "/rebalancing/resume": { profileId, planId },
  "/rebalancing/stopAfterLeg": { profileId, planId },
  "/rebalancing/cancelAll": { profileId, planId },
  "/rebalancing/plans": { profileId },
  "/rebalancing/watchPlans": { profileId },
  "/targets/read": { profileId },
  "/targets/watch": { profileId },
  "/targets/preview": { profileId, method: { method: "equalRisk", assets: ["BTC", "ETH"], caps: { BTC: "0.6" } } },
  "/targets/setMethod": { profileId, method: { method: "equal", assets: ["BTC", "ETH"], cashShare: "0.1" } },
  "/triggers/read": { profileId },
  "/triggers/update": { profileId, triggers: { loss: { on: false } } },
  "/triggers/nextTimes": { timing: { kind: "cron", expression: "0 9 * * MON", zone: "UTC" } },
  "/triggers/evaluations": { profileId, limit: 10 },
  "/standingApprovals/list": { profileId },
  "/standingApprovals/watch": { profileId },
  "/standingApprovals/propose": {
    profileId,
    terms: {
      ...{ accounts: ["kraken-1"], triggers: ["threshold"], assets: ["BTC", "USD"], endsAt: 1 },
      turnover: { perPlan: { kind: "share", share: "0.1" }, perDay: { kind: "money", amount: "1000" } },
      cost: { perPlan: { kind: "share", share: "0.01" }, perDay: { kind: "money", amount: "10" } },
    },
  },
  "/standingApprovals/create": {
    ...{ profileId, approvalId: "a".repeat(64), nonce: "n".repeat(32), typedName: null },
  },
  "/standingApprovals/revoke": { profileId, approvalId: "a".repeat(64) },
  "/orders/list": { profileId, filter: { phase: "open", side: "buy", text: "btc" }, before: 5, limit: 100 },
  "/orders/fills": { profileId, filter: { venue: "kraken", symbol: "BTC/USD" }, limit: 100 },
  "/orders/watch": { profileId },
  "/orders/life": { profileId, clientOrderId: planId },
  "/orders/cancel": { profileId, clientOrderId: planId },
  "/orders/attest": { profileId, clientOrderId: planId, evidence: "not in the venue's order history" },
  "/orders/quality": { profileId, from: 0, until: 1, limit: 100 },
  "/signals/list": { profileId, limit: 10 },
  "/signals/watch": { profileId },
  "/strategies/read": { profileId },
  "/strategies/watch": { profileId },
  "/strategies/cycle": { profileId },
  "/strategies/replay": { profileId, signalId: "0b0e7a52-1111-4111-8111-111111111111" },
  "/signals/plan": { profileId, signalId: "00000000-0000-4000-8000-000000000001" },
  "/signals/positions": { profileId },
  "/signals/watchPositions": { profileId },
  "/signals/tilt": { profileId },
  "/signals/watchTilt": { profileId },
  "/signals/planExit": { profileId, asset: "BTC" },
  "/signals/rearm": { profileId, asset: "BTC" },
  "/audit/list": { profileId: null, limit: 10 },
  "/audit/watch": { profileId: null, areas: ["plan"] },
  "/audit/verify": {},
  "/desktop/openFolder": { which: "data" },
};

export interface ProcedureUnderTest {
  readonly path: string;
  readonly accepts: (input: unknown) => boolean;
}

/** Every procedure of the contract, by walking it. */
export function allProcedures(): readonly ProcedureUnderTest[] {
  return walk(contract, "");
}

function walk(node: unknown, path: string): ProcedureUnderTest[] {
  if (isContractProcedure(node)) {
    // Every input of this contract is a zod schema.
    const schema = node["~orpc"].inputSchema as unknown as z.ZodType;
    return [{ path, accepts: (input) => schema.safeParse(input).success }];
  }
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => walk(child, `${path}/${name}`));
}
