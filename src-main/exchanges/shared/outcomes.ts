// What do answers to order calls prove? Each helper takes a finished call and turns whatever happened into an outcome; none throws
// for what a venue answered.
import { EngineError } from "#engine/core/engine-error.ts";
import type {
  CancelOutcome,
  LookupResult,
  OrderRequest,
  SubmitOutcome,
  ValidationOutcome,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { VenueOrderId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { CallResult, Reply } from "./venue-session.ts";

/** An answer that cannot be understood may belong to a placed order. */
export async function submitOutcome(
  call: Promise<CallResult>,
  accept: (reply: Reply) => SubmitOutcome | Promise<SubmitOutcome>,
): Promise<SubmitOutcome> {
  const result = await call;
  if (result.ok) return orUnknown(() => accept(result.reply));
  const { order, code, message } = result.verdict;
  return order === "rejected" ? { kind: "rejected", code, message } : { kind: "unknown", cause: message };
}

/** `over` is asked where the venue does not tell an order that is over from one that never was. */
export async function cancelOutcome(
  call: Promise<CallResult>,
  accept: (reply: Reply) => CancelOutcome,
  over: () => Promise<VenueOrder | null>,
): Promise<CancelOutcome> {
  const result = await call;
  if (result.ok) return orUnknown(() => accept(result.reply));
  const { kind, message } = result.verdict;
  if (kind === "orderOver") return { kind: "alreadyOver" };
  if (kind !== "orderNotFound") return { kind: "unknown", cause: message };
  return orUnknown(async () => {
    const order = await over();
    if (order === null) return { kind: "notFound" };
    if (order.state !== "open") return { kind: "alreadyOver" };
    return { kind: "unknown", cause: `${message} Its look-up says that it is open.` };
  });
}

async function orUnknown<Outcome>(
  find: () => Outcome | Promise<Outcome>,
): Promise<Outcome | { readonly kind: "unknown"; readonly cause: string }> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof EngineError) return { kind: "unknown", cause: error.message };
    throw error;
  }
}

/** A failing read is no answer. */
export async function lookupResult(look: () => Promise<LookupResult>): Promise<LookupResult> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof EngineError) return { kind: "noAnswer", cause: error.message };
    throw error;
  }
}

/** A venue's fills of an order come later than its state; only all of them together are an answer. */
export function foundWithFills(order: VenueOrder, fills: readonly Fill[]): LookupResult {
  const sum = Decimal.sum(fills.map((fill) => decimal(fill.quantity)));
  if (sum.eq(decimal(order.filledQuantity))) return { kind: "found", order, fills };
  return { kind: "noAnswer", cause: "The venue does not tell all of the order's fills yet." };
}

/** What a venue says beside yes. */
export type Approval = Omit<Extract<ValidationOutcome, { readonly kind: "valid" }>, "kind">;

/** Answer of a validate-only call. `read` takes fee and warnings from a yes; where they cannot be read the yes stands without them. */
export async function validationOutcome(
  call: Promise<CallResult>,
  read: (reply: Reply) => Approval | Promise<Approval> = () => ({}),
): Promise<ValidationOutcome> {
  const result = await call;
  if (result.ok) return { kind: "valid", ...(await readApproval(result.reply, read)) };
  const { kind, order, code, message } = result.verdict;
  if (kind === "notSupported") return { kind: "notSupported", reason: message };
  return order === "rejected" && kind !== "notSent"
    ? { kind: "invalid", code, message }
    : { kind: "unknown", cause: message };
}

async function readApproval(reply: Reply, read: (reply: Reply) => Approval | Promise<Approval>): Promise<Approval> {
  try {
    return await read(reply);
  } catch (error) {
    if (error instanceof EngineError)
      return { warnings: [`What it says of the fee could not be read: ${error.message}`] };
    throw error;
  }
}

/** What is known of an order that was just taken, where the venue's answer has little more than its id. */
export function takenOrder(request: OrderRequest, venueOrderId: VenueOrderId, createdAt: UnixMs): VenueOrder {
  return {
    clientOrderId: request.clientOrderId,
    venueOrderId,
    symbol: request.symbol,
    side: request.side,
    quantity: request.quantity,
    limitPrice: request.limitPrice,
    state: "open",
    filledQuantity: Decimal.ZERO.toString(),
    averagePrice: null,
    createdAt,
  };
}

/** Why an order of this form cannot be sent at all; null for one that can. Checked before any call. */
export function malformedOrder(request: OrderRequest): { readonly code: string; readonly message: string } | null {
  const { kind, side, limitPrice, quoteAmount } = request;
  if (kind === "market" ? limitPrice !== null : limitPrice === null)
    return {
      code: "LIMIT_PRICE",
      message: "A market order has no limit price, every other order has one. It was not sent.",
    };
  if (quoteAmount !== undefined && (kind !== "market" || side !== "buy"))
    return { code: "QUOTE_AMOUNT", message: "Only a market buy may say what it spends. It was not sent." };
  return null;
}
