// What does a Coinbase handler get, and how does it refuse?
import type { z } from "zod";
import { jsonReply, type VenueReply, type VenueRequest } from "../core/http-message.ts";
import type { PathParams, Route } from "../core/route.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { CdpKey } from "./cdp-key.ts";
import type { CoinbasePermission } from "./quirks.ts";

export interface StoredKey extends CdpKey {
  readonly account: VenueAccount;
  readonly permissions: ReadonlySet<CoinbasePermission>;
  /** Addresses that may use it; null for all. */
  readonly ipAllowList: readonly string[] | null;
}

export interface CoinbaseCall {
  readonly request: VenueRequest;
  readonly params: PathParams;
  readonly world: VenueWorld;
  /** The key's account; on public routes the first one, which no handler there asks. */
  readonly account: VenueAccount;
  readonly permissions: ReadonlySet<CoinbasePermission>;
}

export type CoinbaseRoute = Route<CoinbaseCall, CoinbasePermission>;

export class Refusal extends Error {
  readonly reply: VenueReply;

  constructor(reply: VenueReply) {
    super(reply.body);
    this.reply = reply;
  }
}

/** Errors of /api/v3. S: `{"error":"unknown","error_details":"…","message":"…"}`. */
export function v3Refusal(status: number, error: string, message: string): Refusal {
  return new Refusal(jsonReply(status, { error, error_details: message, message }));
}

/** Errors of /v2. D: `{"errors":[{"id":"not_found","message":"Not found"}]}`. */
export function v2Refusal(status: number, id: string, message: string): Refusal {
  return new Refusal(jsonReply(status, { errors: [{ id, message }] }));
}

export const invalidArgument = (message: string): Refusal => v3Refusal(400, "INVALID_ARGUMENT", message);

export function readBody<T extends z.ZodType>({ body }: VenueRequest, schema: T): z.infer<T> {
  const read = schema.safeParse(jsonOf(body));
  if (!read.success)
    throw invalidArgument(read.error.issues.map(({ path }) => `invalid ${path.join(".") || "body"}`).join(", "));
  return read.data;
}

/** What a JSON text says; `undefined` for a text that is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A whole number of the query, at most `most`; `usual` where it is not there. */
export function limitOf({ query }: VenueRequest, page: { readonly usual: number; readonly most: number }): number {
  const text = query.get("limit");
  if (text === null || text === "") return page.usual;
  if (!/^\d+$/.test(text)) throw invalidArgument("invalid limit");
  return Math.max(1, Math.min(Number(text), page.most));
}

/** A time of the query in ISO 8601; null where it is not there. */
export function timeOf({ query }: VenueRequest, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === "") return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalidArgument(`invalid ${name}`);
  return time;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasNext: boolean;
  /** Empty on the last page. */
  readonly cursor: string;
}

/** Page of /api/v3 after the item that the cursor names. */
export function pageOf<Item>(
  all: readonly Item[],
  limit: number,
  cursor: string | null,
  idOf: (item: Item) => string,
): Page<Item> {
  const known = cursor === null || cursor === "" ? -1 : all.findIndex((item) => idOf(item) === cursor);
  if (known === -1 && cursor !== null && cursor !== "") throw invalidArgument("invalid cursor");
  const items = all.slice(known + 1, known + 1 + limit);
  const last = items.at(-1);
  const hasNext = known + 1 + limit < all.length;
  return { items, hasNext, cursor: hasNext && last !== undefined ? idOf(last) : "" };
}
