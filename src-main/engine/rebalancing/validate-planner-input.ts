// Can a plan be made from these inputs? The first wrong field is named by its path, with what was expected.
import { EngineError } from "#engine/core/engine-error.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";
import { findContradiction } from "./check-contradictions.ts";
import { checkPlannerLists } from "./check-planner-lists.ts";

const SUM_TOLERANCE = decimal("0.000000001");
const POISON = new Set(["__proto__", "constructor", "prototype"]);

type PlannerInstrument = PlannerInput["instruments"][number];
type Path = readonly PropertyKey[];

/** Checks form and meaning. Throws `EngineError` INPUT_INVALID with `data.path`. */
export function validatePlannerInput(value: unknown): PlannerInput {
  const input = parseInput(value);
  checkAccounts(input);
  input.instruments.forEach((instrument, index) => {
    checkInstrument(instrument, ["instruments", index]);
  });
  checkUnique(
    input.instruments.map((instrument) => `${instrument.symbol} at ${instrument.venue}`),
    (index) => ["instruments", index, "symbol"],
  );
  for (const [asset, price] of Object.entries(input.prices))
    if (!decimal(price).isPositive) throw invalid(["prices", asset], "expected a price greater than zero");
  checkTargets(input);
  checkPolicy(input);
  const contradiction = findContradiction(input);
  if (contradiction !== null) throw invalid(contradiction.path, contradiction.problem);
  return input;
}

function parseInput(value: unknown): PlannerInput {
  const lists = checkPlannerLists(value);
  if (lists === null) return parseWhole(value);
  // The lists are fine: only the rest goes through the schema, in the same order of complaints.
  return { ...parseWhole({ ...(value as object), accounts: [], instruments: [] }), ...lists };
}

function parseWhole(value: unknown): PlannerInput {
  refusePrototypeKeys(value, []);
  const parsed = plannerInputSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(issue?.path ?? [], issue?.message ?? "not a planner input");
}

/** Text like `accounts[0].fees.taker`. */
function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/** A wrong input: where, and what was expected there. */
export function invalid(path: Path, problem: string): EngineError {
  const where = formatPath(path);
  return new EngineError("INPUT_INVALID", where === "" ? problem : `${where}: ${problem}`, { data: { path: where } });
}

/** No key of any object in it may be one that reaches an object's prototype. */
export function refusePrototypeKeys(value: unknown, path: Path): void {
  const found = findPrototypeKey(value);
  if (found !== null) throw invalid([...path, ...found], "this key is not allowed");
}

/** The path of the first such key; built only on the way back, so that a clean input costs no path. */
function findPrototypeKey(value: unknown): Path | null {
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const found = findPrototypeKey(value[index]);
      if (found !== null) return [index, ...found];
    }
    return null;
  }
  for (const key of Object.keys(value)) {
    if (POISON.has(key)) return [key];
    // A plain object by the test above; its own keys only.
    const found = findPrototypeKey((value as Record<string, unknown>)[key]);
    if (found !== null) return [key, ...found];
  }
  return null;
}

function checkAccounts({ accounts }: PlannerInput): void {
  checkUnique(
    accounts.map((account) => account.id),
    (index) => ["accounts", index, "id"],
  );
  accounts.forEach((account, index) => {
    for (const rate of ["maker", "taker"] as const)
      if (decimal(account.fees[rate]).gte(Decimal.ONE))
        throw invalid(["accounts", index, "fees", rate], "expected a share below 1, like 0.004");
    checkUnique(
      account.balances.map((balance) => balance.asset),
      (balance) => ["accounts", index, "balances", balance, "asset"],
    );
  });
}

function checkInstrument(instrument: PlannerInstrument, path: Path): void {
  if (instrument.symbol !== `${instrument.base}/${instrument.quote}`)
    throw invalid([...path, "symbol"], `expected ${instrument.base}/${instrument.quote}, got ${instrument.symbol}`);
  if (instrument.base === instrument.quote) throw invalid([...path, "quote"], "expected another asset than the base");
  for (const field of ["priceStep", "amountStep", "bid", "ask"] as const)
    if (!isPositive(instrument[field]))
      throw invalid([...path, field], `expected more than zero, got ${instrument[field]}`);
  if (compareDecimals(instrument.bid, instrument.ask) > 0)
    throw invalid([...path, "bid"], `the market is crossed: bid ${instrument.bid} is above ask ${instrument.ask}`);
  if (instrument.book !== null) checkBook(instrument.book, [...path, "book"]);
}

function checkBook(book: NonNullable<PlannerInstrument["book"]>, path: Path): void {
  if (book.bids.length === 0 && book.asks.length === 0)
    throw invalid(path, "the book is empty; leave it out to plan on the best quote");
  for (const side of ["bids", "asks"] as const) {
    book[side].forEach(([price, size], index) => {
      if (!isPositive(price)) throw invalid([...path, side, index, 0], "expected a price greater than zero");
      if (!isPositive(size)) throw invalid([...path, side, index, 1], "expected a size greater than zero");
      const before = book[side][index - 1]?.[0];
      if (before === undefined) return;
      const order = compareDecimals(price, before);
      if (side === "bids" ? order >= 0 : order <= 0)
        throw invalid(
          [...path, side, index, 0],
          `expected the best price first, got ${price} after ${decimal(before)}`,
        );
    });
  }
  const bid = book.bids[0]?.[0];
  const ask = book.asks[0]?.[0];
  if (bid !== undefined && ask !== undefined && compareDecimals(bid, ask) > 0)
    throw invalid([...path, "bids", 0, 0], `the book is crossed: bid ${bid} is above ask ${ask}`);
}

function checkTargets({ targets, instruments, accounts, prices, valuationAsset, cashAssets }: PlannerInput): void {
  const entries = Object.entries(targets);
  if (entries.length === 0) throw invalid(["targets"], "expected at least one asset");
  const sum = Decimal.sum(entries.map(([, weight]) => decimal(weight)));
  if (sum.sub(Decimal.ONE).abs().gt(SUM_TOLERANCE))
    throw invalid(["targets"], `expected weights that sum to 1, got ${sum}`);
  const known = new Set<string>([valuationAsset, ...cashAssets, ...Object.keys(prices)]);
  for (const instrument of instruments) known.add(instrument.base).add(instrument.quote);
  for (const account of accounts) for (const balance of account.balances) known.add(balance.asset);
  for (const [asset] of entries)
    if (!known.has(asset)) throw invalid(["targets", asset], "no account holds this asset and no instrument trades it");
}

function checkPolicy({ policy, cashAssets, accounts, targets }: PlannerInput): void {
  for (const field of ["tolerance", "maxCostFraction", "slippageTolerance", "maxOrderFraction"] as const) {
    const value = policy[field];
    if (value !== undefined && decimal(value).gte(Decimal.ONE) && value !== "1")
      throw invalid(["policy", field], `expected a share of at most 1, got ${value}`);
  }
  if (decimal(policy.slippageTolerance).gte(Decimal.ONE))
    throw invalid(["policy", "slippageTolerance"], "expected a share below 1");
  if (policy.goal === "raiseCash") {
    if (policy.raise === undefined)
      throw invalid(["policy", "raise"], "the goal raiseCash needs an asset and an amount");
    if (!cashAssets.includes(policy.raise.asset))
      throw invalid(["policy", "raise", "asset"], `expected one of the cash coins ${cashAssets.join(", ")}`);
  }
  if (policy.goal === "cashFlow" && policy.invest !== undefined && !cashAssets.includes(policy.invest.asset))
    throw invalid(["policy", "invest", "asset"], `expected one of the cash coins ${cashAssets.join(", ")}`);
  if (policy.goal !== "liquidate") return;
  const { liquidate } = policy;
  if (liquidate === undefined) throw invalid(["policy", "liquidate"], "the goal liquidate needs an asset");
  const held = accounts.some((account) => account.balances.some((balance) => balance.asset === liquidate));
  if (!held && !Object.hasOwn(targets, liquidate))
    throw invalid(["policy", "liquidate"], `no account holds ${liquidate}`);
  if (cashAssets.includes(liquidate)) throw invalid(["policy", "liquidate"], "cash cannot be turned into cash");
}

function checkUnique(keys: readonly string[], path: (index: number) => Path): void {
  const seen = new Set<string>();
  keys.forEach((key, index) => {
    if (seen.has(key)) throw invalid(path(index), `${key} is there twice`);
    seen.add(key);
  });
}

/** A decimal of zero or more is positive with the first digit that is not zero. */
function isPositive(text: DecimalString): boolean {
  return /[1-9]/.test(text);
}

/** Order of two decimals of zero or more: as text where their points stand at the same place, which they nearly always do. */
function compareDecimals(left: DecimalString, right: DecimalString): number {
  if (left.length === right.length && left.indexOf(".") === right.indexOf("."))
    return left < right ? -1 : left > right ? 1 : 0;
  return decimal(left).cmp(decimal(right));
}
