// How is a new order read and answered at Coinbase Exchange?
import { z } from "zod";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { jsonOf } from "../coinbase/call.ts";
import { isoMicros, productIdOf, symbolOf, uuidOf } from "../coinbase/wire-ids.ts";
import type { NewOrder } from "../core/placed-order.ts";
import { type ExchangeCall, Refusal } from "./call.ts";
import { pendingBody } from "./order-body.ts";
import { DUPLICATE_CLIENT_OID, orderMessage } from "./quirks.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const QUOTE_PLACES = 18;

/** Numbers may come as text or as JSON numbers. */
const amount = z.union([z.string(), z.number()]).transform(String);
const createSchema = z.object({
  product_id: z.string(),
  side: z.enum(["buy", "sell"]),
  type: z.enum(["limit", "market"]).default("limit"),
  price: amount.optional(),
  size: amount.optional(),
  funds: amount.optional(),
  time_in_force: z.enum(["GTC", "IOC"]).default("GTC"),
  post_only: z.boolean().default(false),
  client_oid: z.string().optional(),
});
type Create = z.infer<typeof createSchema>;

export function createOrder(call: ExchangeCall): unknown {
  const { account, request, usedClientIds, world } = call;
  const parsed = createSchema.safeParse(jsonOf(request.body));
  if (!parsed.success) throw new Refusal(400, `Invalid ${parsed.error.issues[0]?.path.join(".") || "body"}`);
  const body = parsed.data;
  const id = body.client_oid?.toLowerCase();
  if (id !== undefined && !UUID.test(id)) throw new Refusal(400, "Invalid client_oid");
  if (id !== undefined && usedClientIds.has(id)) throw new Refusal(400, DUPLICATE_CLIENT_OID);
  const instrument = world.market.instrument(symbolOf(body.product_id));
  if (instrument === null || productIdOf(instrument) !== body.product_id) throw new Refusal(404, "Product not found");
  const result = account.submit(readOrder(call, body, id ?? null));
  const taken = result.kind === "accepted" || result.rejection.code === "POST_ONLY_WOULD_CROSS";
  if (id !== undefined && taken) usedClientIds.add(id);
  if (result.kind === "accepted") return pendingBody(result.placed);
  if (result.rejection.code === "POST_ONLY_WOULD_CROSS") return rejectedBody(call, body);
  throw new Refusal(400, orderMessage(result.rejection.code, instrument));
}

function readOrder({ account, request }: ExchangeCall, body: Create, clientId: string | null): NewOrder {
  const common = { clientId, symbol: symbolOf(body.product_id), side: body.side, fillShare: request.fillShare };
  if (body.type === "limit") {
    if (body.size === undefined) throw new Refusal(400, "Invalid size");
    if (body.price === undefined) throw new Refusal(400, "Invalid price");
    if (body.post_only && body.time_in_force === "IOC") throw new Refusal(400, "Invalid time_in_force");
    const resting = body.post_only ? ("postOnly" as const) : ("limit" as const);
    const kind = body.time_in_force === "IOC" ? ("limitIoc" as const) : resting;
    return { ...common, kind, quantity: body.size, limitPrice: body.price };
  }
  if (body.funds === undefined) {
    if (body.size === undefined) throw new Refusal(400, "Invalid size");
    return { ...common, kind: "market", quantity: body.size, limitPrice: null };
  }
  const funds = Decimal.tryParse(body.funds);
  if (funds === undefined || !funds.isPositive) throw new Refusal(400, "Invalid funds");
  // D: funds are what leaves the account, the fee with it.
  const share = body.side === "buy" ? Decimal.ONE.add(decimal(account.rules.taker)) : Decimal.ONE;
  const quoteAmount = funds.div(share, QUOTE_PLACES, "down").toString();
  return { ...common, kind: "market", quantity: "0", limitPrice: null, quoteAmount, meta: { funds: funds.toString() } };
}

/** U: a post-only order that would take is answered with 200, and with the status `rejected`. It is never found again. */
function rejectedBody({ world }: ExchangeCall, body: Create): object {
  return {
    id: uuidOf(`rejected ${world.requests.all.length}`),
    price: body.price,
    size: body.size,
    product_id: body.product_id,
    side: body.side,
    type: body.type,
    time_in_force: body.time_in_force,
    post_only: body.post_only,
    created_at: isoMicros(world.now()),
    reject_reason: "post only",
    status: "rejected",
    settled: false,
    ...(body.client_oid === undefined ? {} : { client_oid: body.client_oid }),
  };
}
