// Is a stored entry surely what its schema wants? Asked of a million of them at a start, so at a fraction of the schema's cost.
import type { z } from "zod";
import { isNonNegativeDecimal } from "#shared/domain/decimal.ts";
import { type Transaction, transactionSchema } from "#shared/domain/transaction.ts";

/** Of fields with few different values so many are remembered as right; others are looked at each time. */
const MOST_KNOWN = 10_000;

const { shape } = transactionSchema;
const FIELDS = Object.keys(shape).length;
const FEE_FIELDS = 2;

type Check = (value: unknown) => boolean;

const asSchema =
  (schema: z.ZodType): Check =>
  (value) =>
    schema.safeParse(value).success;

/** What was right once is right again. Texts and null only: nothing else is the same value twice. */
function remembering(schema: z.ZodType): Check {
  const known = new Set<unknown>();
  return (value) => {
    if (known.has(value)) return true;
    if ((typeof value !== "string" && value !== null) || !schema.safeParse(value).success) return false;
    if (known.size < MOST_KNOWN) known.add(value);
    return true;
  };
}

const isDecimal = (schema: z.ZodType): Check => {
  const check = asSchema(schema);
  return (value) => value === null || isNonNegativeDecimal(value) || check(value);
};
const orNull = (schema: z.ZodType): Check => {
  const check = asSchema(schema);
  return (value) => value === null || check(value);
};

const isId = asSchema(shape.id);
const isTime = asSchema(shape.ts);
const isProfile = remembering(shape.profileId);
const isAccount = remembering(shape.accountId);
const isType = remembering(shape.type);
const isSide = remembering(shape.side);
const isAsset = remembering(shape.asset);
const isQuote = remembering(shape.quote);
const isPlan = remembering(shape.planId);
// Absent, these have a default, which only the schema puts in.
const isSource = remembering(shape.source.unwrap());
const isRef = orNull(shape.venueRef.unwrap());
const isLabel = remembering(shape.label.unwrap());
const isBatch = remembering(shape.batchId.unwrap());
const isReplaced = orNull(shape.replaces.unwrap());
const isNote = orNull(shape.note.unwrap());
const isSigned = isDecimal(shape.quoteValue);

function hasFields(value: object, count: number): boolean {
  let found = 0;
  for (const _name in value) found += 1;
  return found === count;
}

function isFee(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== "object" || !hasFields(value, FEE_FIELDS)) return false;
  const { asset, amount } = value as Record<string, unknown>;
  return isAsset(asset) && amount !== null && isSigned(amount);
}

/** True only where the schema takes the value as it is. False means that it is to be asked. */
export function isSoundTransaction(value: unknown): value is Transaction {
  if (typeof value !== "object" || value === null || !hasFields(value, FIELDS)) return false;
  const entry = value as Record<keyof Transaction, unknown>;
  return (
    isId(entry.id) &&
    isProfile(entry.profileId) &&
    isAccount(entry.accountId) &&
    isTime(entry.ts) &&
    isType(entry.type) &&
    isSide(entry.side) &&
    isAsset(entry.asset) &&
    isNonNegativeDecimal(entry.quantity) &&
    isQuote(entry.quote) &&
    (entry.price === null || isNonNegativeDecimal(entry.price)) &&
    isFee(entry.fee) &&
    isSigned(entry.quoteValue) &&
    isSigned(entry.feeValue) &&
    isPlan(entry.planId) &&
    isSource(entry.source) &&
    isRef(entry.venueRef) &&
    isLabel(entry.label) &&
    isBatch(entry.batchId) &&
    isReplaced(entry.replaces) &&
    isNote(entry.note)
  );
}
