// Is what came to AddOrder an order at all? Arguments only; steps, minimums and funds are the exchange's matter.
import { Decimal } from "#shared/domain/decimal.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import type { KrakenPair } from "./assets.ts";
import { isTrue } from "./kraken-call.ts";
import { invalid, KrakenRefusal } from "./kraken-refusal.ts";
import { knownPair } from "./public-routes.ts";
import { LATEST_DEADLINE_MS, ORDER_ERRORS } from "./quirks.ts";

export interface OrderTicket {
  readonly pair: KrakenPair;
  readonly side: Side;
  readonly kind: OrderKind;
  /** In base, or in quote with `viqc`. */
  readonly volume: string;
  readonly price: string | null;
  readonly viqc: boolean;
  readonly clientId: string | null;
  readonly userref: string | null;
  readonly validate: boolean;
}

/** A UUID, 32 hexadecimal digits, or up to 18 characters: docs.kraken.com blog cl-ord-id. */
const CLIENT_ID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|[\x21-\x7e]{1,18})$/i;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const FLAGS = new Set(["post", "fciq", "viqc", "nompp"]);

/** `expireEarlierMs`: how much earlier than its deadline says the order expires. */
export function readOrder(params: URLSearchParams, now: UnixMs, expireEarlierMs: DurationMs): OrderTicket {
  const pair = knownPair(params.get("pair") ?? "");
  const side = params.get("type");
  if (side !== "buy" && side !== "sell") throw invalid("type");
  const type = params.get("ordertype");
  if (type !== "market" && type !== "limit") throw invalid("ordertype");
  const flags = (params.get("oflags") ?? "").split(",").filter((flag) => flag !== "");
  // Fees here are always taken in the quote asset.
  if (flags.includes("fcib")) throw new KrakenRefusal("EAPI:Feature disabled:fcib");
  if (flags.some((flag) => !FLAGS.has(flag))) throw invalid("oflags");
  const viqc = flags.includes("viqc");
  if (viqc && (type !== "market" || side !== "buy")) throw invalid("viqc");
  checkDeadline(params.get("deadline"), now, expireEarlierMs);
  return {
    pair,
    side,
    kind: kindOf(type, flags.includes("post"), params.get("timeinforce")),
    volume: positive(params.get("volume"), "volume"),
    price: type === "market" ? null : positive(params.get("price"), "price"),
    viqc,
    ...readIds(params),
    validate: isTrue(params, "validate"),
  };
}

function kindOf(type: "market" | "limit", post: boolean, timeInForce: string | null): OrderKind {
  if (timeInForce !== null && timeInForce !== "GTC" && timeInForce !== "IOC") throw invalid("timeinforce");
  if (type === "market") {
    if (post) throw invalid("oflags");
    return "market";
  }
  if (timeInForce === "IOC") {
    if (post) throw invalid("timeinforce");
    return "limitIoc";
  }
  return post ? "postOnly" : "limit";
}

function positive(text: string | null, argument: string): string {
  const value = text === null ? undefined : Decimal.tryParse(text);
  if (text === null || value === undefined || !value.isPositive) throw invalid(argument);
  return text;
}

function readIds(params: URLSearchParams): Pick<OrderTicket, "clientId" | "userref"> {
  const clientId = params.get("cl_ord_id");
  const userref = params.get("userref");
  if (clientId !== null && (userref !== null || !CLIENT_ID.test(clientId))) throw invalid("cl_ord_id");
  if (userref !== null && !/^-?\d{1,10}$/.test(userref)) throw invalid("userref");
  return { clientId, userref };
}

function checkDeadline(text: string | null, now: UnixMs, expireEarlierMs: DurationMs): void {
  if (text === null) return;
  const deadline = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  // A leap of the caller's clock can put it too far ahead; how near it may be cannot be told from a request that was late.
  if (Number.isNaN(deadline) || deadline > now + LATEST_DEADLINE_MS) throw invalid("deadline");
  if (deadline - expireEarlierMs <= now) throw new KrakenRefusal(ORDER_ERRORS.deadline);
}
