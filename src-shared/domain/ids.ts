// What identifies what? Each id has its own type, so that one is never passed for another.
import { z } from "zod";

const slug = (max: number) =>
  z.string().regex(new RegExp(`^[a-z0-9][a-z0-9-]{0,${max - 1}}$`), "expected lower-case letters, digits and hyphens");
const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "expected a lower-case UUID v4");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in hexadecimal");

export const profileIdSchema = slug(64).brand<"ProfileId">();
export type ProfileId = z.infer<typeof profileIdSchema>;

export const accountIdSchema = slug(64).brand<"AccountId">();
export type AccountId = z.infer<typeof accountIdSchema>;

/** A trading place: `binance`, `coinbase`, `coinbaseexchange`, `kraken`, any other ccxt id, or one of ours (`sim-alpha`, `sim-beta`, `replay`). */
export const venueIdSchema = slug(32).brand<"VenueId">();
export type VenueId = z.infer<typeof venueIdSchema>;

/** An asset's code in upper case: `BTC`, `USD`. Upper case only, so it can never be a prototype key. */
export const assetSchema = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9._-]{0,23}$/, "expected an asset code in upper case, like BTC")
  .brand<"Asset">();
export type Asset = z.infer<typeof assetSchema>;

/** A unified market symbol, `BASE/QUOTE`. */
export const marketSymbolSchema = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9._-]{0,23}\/[A-Z0-9][A-Z0-9._-]{0,23}$/, "expected a market symbol, like BTC/USD")
  .brand<"MarketSymbol">();
export type MarketSymbol = z.infer<typeof marketSymbolSchema>;

export const planIdSchema = uuid.brand<"PlanId">();
export type PlanId = z.infer<typeof planIdSchema>;

/** Ours, stored before sending, bound to plan and leg in the journal. Lower-case UUID v4: valid at every venue. */
export const clientOrderIdSchema = uuid.brand<"ClientOrderId">();
export type ClientOrderId = z.infer<typeof clientOrderIdSchema>;

/** The venue's own id of an order, as it came. */
export const venueOrderIdSchema = z.string().min(1).max(128).brand<"VenueOrderId">();
export type VenueOrderId = z.infer<typeof venueOrderIdSchema>;

/** The venue's own id of a trade; unique per (venue, symbol). */
export const tradeIdSchema = z.string().min(1).max(128).brand<"TradeId">();
export type TradeId = z.infer<typeof tradeIdSchema>;

export const suggestionIdSchema = uuid.brand<"SuggestionId">();
export type SuggestionId = z.infer<typeof suggestionIdSchema>;

export const signalIdSchema = uuid.brand<"SignalId">();
export type SignalId = z.infer<typeof signalIdSchema>;

export const transactionIdSchema = z.string().min(1).max(160).brand<"TransactionId">();
export type TransactionId = z.infer<typeof transactionIdSchema>;

/** Entries of the books that came in together. */
export const batchIdSchema = uuid.brand<"BatchId">();
export type BatchId = z.infer<typeof batchIdSchema>;

export const bookChangeIdSchema = uuid.brand<"BookChangeId">();
export type BookChangeId = z.infer<typeof bookChangeIdSchema>;

/** SHA-256 over canonical JSON of a plan's inputs. */
export const inputsHashSchema = sha256.brand<"InputsHash">();
export type InputsHash = z.infer<typeof inputsHashSchema>;

/** SHA-256 over canonical JSON of all that a person approves. Any edit makes a new one. */
export const planHashSchema = sha256.brand<"PlanHash">();
export type PlanHash = z.infer<typeof planHashSchema>;

export const decisionHashSchema = sha256.brand<"DecisionHash">();

/** SHA-256 over canonical JSON of all that a standing approval allows. */
export const standingApprovalIdSchema = sha256.brand<"StandingApprovalId">();
export type StandingApprovalId = z.infer<typeof standingApprovalIdSchema>;

/** One-time random value that an approval must bring back. */
export const nonceSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/)
  .brand<"Nonce">();
export type Nonce = z.infer<typeof nonceSchema>;
