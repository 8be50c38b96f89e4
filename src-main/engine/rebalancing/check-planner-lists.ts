// Do the long lists of a planner's input plainly have the form that their schemas ask for?
// The schemas stay the definition: whatever is not plainly right here is judged, and named, by them. Their own cost per value
// is what makes ten thousand markets slow, so each distinct code is shown to them once and amounts go by their pattern.
import { accountSchema } from "#shared/domain/account.ts";
import { isNonNegativeDecimal } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { instrumentSchema } from "#shared/domain/instrument.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";

type Lists = Pick<PlannerInput, "accounts" | "instruments">;

const AMOUNTS = ["priceStep", "amountStep", "bid", "ask"] as const;
const LIMITS = ["amountMin", "amountMax", "costMin", "costMax"] as const;
const INSTRUMENT_KEYS = Object.keys(instrumentSchema.shape).length + ["bid", "ask", "book"].length;
const BALANCE_PARTS = ["free", "inOrders", "earn", "locked"] as const;

/** The lists as the schemas would give them; null where the schemas must have a look. */
export function checkPlannerLists(value: unknown): Lists | null {
  if (!isObject(value) || !Array.isArray(value.accounts) || !Array.isArray(value.instruments)) return null;
  const codes = new Codes();
  const accounts: Lists["accounts"] = [];
  for (const item of value.accounts) {
    const account = readAccount(item, codes);
    if (account === null) return null;
    accounts.push(account);
  }
  for (const item of value.instruments) if (!isInstrument(item, codes)) return null;
  // Every field of every instrument was checked just now.
  return { accounts, instruments: value.instruments as Lists["instruments"] };
}

interface Schema {
  safeParse(value: unknown): { readonly success: boolean };
}

/** Remembers which texts a schema took. */
class Codes {
  readonly #known = new Map<Schema, Set<unknown>>();

  has(schema: Schema, value: unknown): boolean {
    let known = this.#known.get(schema);
    if (known === undefined) {
      known = new Set();
      this.#known.set(schema, known);
    }
    if (known.has(value)) return true;
    const good = typeof value === "string" && schema.safeParse(value).success;
    if (good) known.add(value);
    return good;
  }
}

/** An account's own few fields go through their schema, which knows a default; its balances are many. */
function readAccount(value: unknown, codes: Codes): Lists["accounts"][number] | null {
  if (!isObject(value)) return null;
  const { balances, ...account } = value;
  if (!Array.isArray(balances) || !balances.every((balance) => isBalance(balance, codes))) return null;
  const parsed = accountSchema.safeParse(account);
  return parsed.success ? { ...parsed.data, balances } : null;
}

function isBalance(value: unknown, codes: Codes): boolean {
  if (!isObject(value) || countKeys(value) !== BALANCE_PARTS.length + 1) return false;
  return codes.has(assetSchema, value.asset) && BALANCE_PARTS.every((part) => isNonNegativeDecimal(value[part]));
}

function isInstrument(value: unknown, codes: Codes): boolean {
  if (!isObject(value) || countKeys(value) !== INSTRUMENT_KEYS) return false;
  return (
    codes.has(venueIdSchema, value.venue) &&
    codes.has(marketSymbolSchema, value.symbol) &&
    codes.has(assetSchema, value.base) &&
    codes.has(assetSchema, value.quote) &&
    codes.has(instrumentSchema.shape.status, value.status) &&
    AMOUNTS.every((field) => isNonNegativeDecimal(value[field])) &&
    LIMITS.every((field) => value[field] === null || isNonNegativeDecimal(value[field])) &&
    isBook(value.book)
  );
}

function isBook(value: unknown): boolean {
  if (value === null) return true;
  return isObject(value) && countKeys(value) === 2 && isSide(value.bids) && isSide(value.asks);
}

function isSide(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const level of value) {
    if (!Array.isArray(level) || level.length !== 2) return false;
    if (!isNonNegativeDecimal(level[0]) || !isNonNegativeDecimal(level[1])) return false;
  }
  return true;
}

/** Fields that are asked for here, of an object that is not known yet. */
type Fields = Readonly<Record<Field, unknown>>;
type Field =
  | keyof Lists
  | keyof Lists["accounts"][number]
  | keyof Lists["instruments"][number]
  | keyof Lists["accounts"][number]["balances"][number]
  | "bids"
  | "asks";

/** A plain object: its fields may be read, whatever they are. */
function isObject(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function countKeys(value: object): number {
  return Object.keys(value).length;
}
