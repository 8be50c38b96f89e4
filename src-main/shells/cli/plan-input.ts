// How does the command line's plan file become the planner's input? Its own schema: the file's form is a promise to scripts.
import { z } from "zod";
import { computeConsensus, type PricedMarket } from "#engine/market-data/compute-consensus.ts";
import { invalid, refusePrototypeKeys } from "#engine/rebalancing/validate-planner-input.ts";
import { Decimal, type DecimalString, decimal, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { type Asset, accountIdSchema, assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { feeTierSchema, instrumentSchema } from "#shared/domain/instrument.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { policySchema, targetsSchema } from "#shared/domain/policy.ts";

const level = z.tuple([nonNegativeDecimalSchema, nonNegativeDecimalSchema]);
const limit = nonNegativeDecimalSchema.nullable().default(null);
const zero = Decimal.ZERO.toString();

const accountSchema = z.strictObject({
  id: accountIdSchema,
  venue: venueIdSchema,
  fees: feeTierSchema.omit({ feeAsset: true }).extend({ feeAsset: feeTierSchema.shape.feeAsset.optional() }),
  feeAsset: feeTierSchema.shape.feeAsset.optional(),
  /** `locked` is all that is not free. */
  balances: z.record(
    assetSchema,
    z.strictObject({ free: nonNegativeDecimalSchema, locked: nonNegativeDecimalSchema.optional() }),
  ),
});

const planFileSchema = z.strictObject({
  valuationAsset: assetSchema,
  accounts: z.array(accountSchema),
  instruments: z.array(
    z.strictObject({
      venue: venueIdSchema,
      symbol: marketSymbolSchema,
      base: assetSchema,
      quote: assetSchema,
      priceStep: nonNegativeDecimalSchema,
      amountStep: nonNegativeDecimalSchema,
      amountMin: limit,
      amountMax: limit,
      costMin: limit,
      costMax: limit,
      status: instrumentSchema.shape.status.default("online"),
      bid: nonNegativeDecimalSchema,
      ask: nonNegativeDecimalSchema,
      book: z
        .strictObject({ bids: z.array(level), asks: z.array(level) })
        .nullable()
        .optional(),
    }),
  ),
  targets: targetsSchema,
  policy: policySchema
    .extend({
      /** Assets that share one target; cash is the one group that the planner knows. */
      groups: z.record(z.string(), z.array(assetSchema)).optional(),
      /** Points that signals move a target by, inside the plan. */
      tilts: z.record(assetSchema, z.string().regex(/^-?\d+(\.\d+)?$/, "expected a decimal number as text")).optional(),
    })
    .prefault({}),
});
type PlanFile = z.infer<typeof planFileSchema>;

/** Coins of a currency that count as cash together with it. */
const CASH_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ["USD", ["USD", "USDC", "USDT"]],
  ["USDC", ["USDC", "USD", "USDT"]],
  ["USDT", ["USDT", "USD", "USDC"]],
  ["EUR", ["EUR", "EURC"]],
]);

export interface PlanFileInput {
  readonly input: PlannerInput;
  /** What the plan must say about how its prices were made. */
  readonly notes: readonly string[];
}

/** Reads the file's text. Throws `EngineError` INPUT_INVALID that names the first wrong field by its path. */
export function readPlanFile(text: string): PlanFileInput {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid([], `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  refusePrototypeKeys(json, []);
  const parsed = planFileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(issue?.path ?? [], issue?.message ?? "not a plan file");
  }
  return toPlannerInput(parsed.data);
}

function toPlannerInput(file: PlanFile): PlanFileInput {
  const { groups, tilts, ...policy } = file.policy;
  const cashAssets = cashOf(file, groups);
  const { prices, atPar } = pricesOf(file, cashAssets);
  const input: PlannerInput = {
    valuationAsset: file.valuationAsset,
    cashAssets,
    accounts: file.accounts.map((account) => ({
      id: account.id,
      name: account.id,
      kind: "exchange",
      venue: account.venue,
      fees: {
        maker: account.fees.maker,
        taker: account.fees.taker,
        feeAsset: account.feeAsset ?? account.fees.feeAsset ?? "quote",
      },
      balances: (Object.entries(account.balances) as [Asset, { free: DecimalString; locked?: DecimalString }][]) // keys checked by the schema
        .map(([asset, { free, locked }]) => ({ asset, free, inOrders: zero, earn: zero, locked: locked ?? zero })),
    })),
    instruments: file.instruments.map(({ book, ...instrument }) => ({ ...instrument, book: book ?? null })),
    prices,
    targets: tilted(file.targets, tilts),
    policy,
  };
  const used = atPar.filter(
    (asset) =>
      Object.hasOwn(file.targets, asset) || file.accounts.some((account) => Object.hasOwn(account.balances, asset)),
  );
  const notes = used.map(
    (asset) => `${asset}: no market links it to ${file.valuationAsset}, its price is assumed at par.`,
  );
  return { input, notes };
}

function cashOf(file: PlanFile, groups: Record<string, Asset[]> | undefined): Asset[] {
  for (const [name, members] of Object.entries(groups ?? {}))
    if (!members.includes(file.valuationAsset))
      throw invalid(
        ["policy", "groups", name],
        `only the cash group is known: expected it to hold ${file.valuationAsset}`,
      );
  const [own] = Object.values(groups ?? {});
  if (own !== undefined) return own;
  const coins = CASH_OF.get(file.valuationAsset) ?? [file.valuationAsset];
  return coins.map((coin) => assetSchema.parse(coin));
}

/** A tilt moves a target and takes from, or gives to, the cash that is left: the sum must still be 1. */
function tilted(targets: PlanFile["targets"], tilts: Record<string, string> | undefined): PlanFile["targets"] {
  if (tilts === undefined) return targets;
  const moved = new Map(Object.entries(targets).map(([asset, weight]) => [asset, decimal(weight)]));
  for (const [asset, tilt] of Object.entries(tilts)) {
    const weight = (moved.get(asset) ?? Decimal.ZERO).add(decimal(tilt));
    if (weight.isNegative) throw invalid(["policy", "tilts", asset], `the tilt makes the target ${weight}, below zero`);
    moved.set(asset, weight);
  }
  return targetsSchema.parse(Object.fromEntries([...moved].map(([asset, weight]) => [asset, weight.toString()])));
}

/** One price per asset: the median over venues of the mids. An asset without one is absent. */
function pricesOf(
  file: PlanFile,
  cashAssets: readonly Asset[],
): { readonly prices: PlannerInput["prices"]; readonly atPar: readonly Asset[] } {
  const markets = file.instruments.map((instrument): PricedMarket => {
    const bid = decimal(instrument.bid);
    const ask = decimal(instrument.ask);
    const mid = bid.add(ask).mul(decimal("0.5"));
    const halfSpread = mid.isPositive ? ask.sub(bid).mul(decimal("0.5")).div(mid, 12, "halfEven") : Decimal.ZERO;
    return {
      venue: instrument.venue,
      symbol: instrument.symbol,
      base: instrument.base,
      quote: instrument.quote,
      mid,
      // A share for ranking only, never money.
      halfSpread: Number.parseFloat(halfSpread.toString()),
      state: "live",
      ageMs: 0,
    };
  });
  const priced = markets.filter((market) => market.mid.isPositive);
  const assets = new Set<Asset>(cashAssets);
  for (const market of priced) assets.add(market.base).add(market.quote);
  for (const account of file.accounts) for (const asset of Object.keys(account.balances)) assets.add(asset as Asset); // checked by the schema
  const prices: [Asset, DecimalString][] = [];
  const atPar: Asset[] = [];
  for (const asset of assets) {
    const consensus = computeConsensus(priced, asset, file.valuationAsset);
    if (consensus.kind !== "price" || !consensus.value.isPositive) continue;
    prices.push([asset, consensus.value.toString()]);
    if (consensus.price.assumedPar) atPar.push(asset);
  }
  return { prices: Object.fromEntries(prices), atPar: atPar.sort() };
}
