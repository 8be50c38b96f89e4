// What does a Coinbase Exchange handler get, how does it refuse, and how does it hand out a list?
import type { Instrument } from "#shared/domain/instrument.ts";
import { type Wallet, walletsOf } from "../coinbase/wallets.ts";
import { productIdOf, symbolOf } from "../coinbase/wire-ids.ts";
import { jsonReply, type VenueReply, type VenueRequest } from "../core/http-message.ts";
import type { PathParams, Route } from "../core/route.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { ExchangeSecret } from "./check-signature.ts";
import { type ExchangePermission, PAGES } from "./quirks.ts";
import type { TradeTape } from "./trade-tape.ts";

export interface StoredKey extends ExchangeSecret {
  readonly account: VenueAccount;
  readonly permissions: ReadonlySet<ExchangePermission>;
  /** Addresses that may use it; null for all. */
  readonly ipAllowList: readonly string[] | null;
}

export interface ExchangeCall {
  readonly request: VenueRequest;
  readonly params: PathParams;
  readonly world: VenueWorld;
  /** The key's account; on public routes the first one, which no handler there asks. */
  readonly account: VenueAccount;
  /** Every client_oid that this account ever used. */
  readonly usedClientIds: Set<string>;
  /** Public trades. */
  readonly tape: TradeTape;
  /** Whether orders that ended without any match can still be looked up. */
  readonly keepsEmptyOrders: boolean;
}

export type ExchangeRoute = Route<ExchangeCall, ExchangePermission>;

export class Refusal extends Error {
  readonly reply: VenueReply;

  /** D: every error is `{"message": "…"}`. */
  constructor(status: number, message: string) {
    super(message);
    this.reply = jsonReply(status, { message });
  }
}

export const notFound = (): Refusal => new Refusal(404, "NotFound");

/**
 * A page of a list that is newest first, with the cursors of its two ends in headers. `after` goes on to older items, `before`
 * to newer ones. Both headers come with any page that is not empty, the last one too: only an empty page ends the walk.
 */
export function pageReply<Item>(
  { query }: VenueRequest,
  newestFirst: readonly Item[],
  usual: number,
  shape: { readonly cursorOf: (item: Item) => string; readonly bodyOf: (item: Item) => object },
): VenueReply {
  const [after, before] = [query.get("after"), query.get("before")];
  const older = after === null ? newestFirst : newestFirst.slice(placeOf(after, newestFirst, shape.cursorOf, true));
  const between = before === null ? older : older.slice(0, placeOf(before, older, shape.cursorOf, false));
  const items = between.slice(0, limitOf(query, usual));
  const [first, last] = [items[0], items.at(-1)];
  return jsonReply(200, items.map(shape.bodyOf), {
    ...(first === undefined ? {} : { "CB-BEFORE": shape.cursorOf(first) }),
    ...(last === undefined ? {} : { "CB-AFTER": shape.cursorOf(last) }),
  });
}

/** Index behind the item that the cursor names (or of it); a cursor that names none stands where its value would. */
function placeOf<Item>(
  cursor: string,
  newestFirst: readonly Item[],
  cursorOf: (item: Item) => string,
  behind: boolean,
): number {
  const named = newestFirst.findIndex((item) => cursorOf(item) === cursor);
  if (named !== -1) return behind ? named + 1 : named;
  const first = newestFirst.findIndex((item) => isOlder(cursorOf(item), cursor));
  return first === -1 ? newestFirst.length : first;
}

/** Cursors are whole numbers, or times of equal length. */
function isOlder(left: string, right: string): boolean {
  const whole = /^\d+$/;
  return whole.test(left) && whole.test(right) ? BigInt(left) < BigInt(right) : left < right;
}

function limitOf(query: URLSearchParams, usual: number): number {
  const text = query.get("limit");
  if (text === null || text === "") return usual;
  if (!/^\d+$/.test(text)) throw new Refusal(400, "Invalid limit");
  return Math.max(1, Math.min(Number(text), PAGES.most));
}

/** A time of the query in ISO 8601; null where it is not there. */
export function timeOf({ query }: VenueRequest, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === "") return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Refusal(400, `Invalid ${name}`);
  return time;
}

/** The wallet that the path names. */
export function walletOf({ world, account, params }: ExchangeCall): Wallet {
  const wallet = walletsOf(world, account).find(({ id }) => id === params.id);
  if (wallet === undefined) throw notFound();
  return wallet;
}

/** The product that the path names. */
export function productOf({ world, params }: ExchangeCall): Instrument {
  const id = params.id ?? "";
  const instrument = world.market.instrument(symbolOf(id));
  if (instrument === null || productIdOf(instrument) !== id) throw notFound();
  return instrument;
}
