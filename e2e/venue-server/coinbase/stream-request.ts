// What does a message to one of Coinbase's sockets ask for, and is it allowed?
import { z } from "zod";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { jsonOf, type StoredKey } from "./call.ts";
import { checkStreamToken } from "./check-jwt.ts";
import { instrumentOf } from "./product-body.ts";
import { ALIAS_OF } from "./quirks.ts";
import {
  AUTHENTICATION_FAILURE,
  ERRORS,
  HEARTBEATS,
  MARKET_CHANNELS,
  MARKET_PATH,
  type MarketChannel,
  USER,
} from "./stream-quirks.ts";

const requestSchema = z.object({
  type: z.string(),
  channel: z.string().optional(),
  product_ids: z.array(z.string()).optional(),
  jwt: z.string().optional(),
});

export type StreamRequest = {
  readonly type: "subscribe" | "unsubscribe";
} & (
  | { readonly channel: MarketChannel; readonly instruments: readonly Instrument[] }
  | { readonly channel: typeof HEARTBEATS }
  | { readonly channel: typeof USER; readonly key: StoredKey }
);

type Read =
  | { readonly kind: "request"; readonly request: StreamRequest }
  | { readonly kind: "error"; readonly message: string };

/** What checks are made against. */
export interface Gate {
  readonly world: VenueWorld;
  readonly keys: ReadonlyMap<string, StoredKey>;
  /** D: "You must generate a different JWT for each websocket message." That a repeated one is refused: U. */
  readonly usedTokens: Set<string>;
  /** Counts a message without a token; false where it is one too many. */
  readonly takeUnsigned: () => boolean;
}

export function readRequest(text: string, path: string, gate: Gate): Read {
  const value = jsonOf(text);
  if (typeof value !== "object" || value === null) return error(ERRORS.notJson);
  const parsed = requestSchema.safeParse(value);
  if (!parsed.success) return error(ERRORS.notJson);
  const { type, channel = "", product_ids: ids = [], jwt } = parsed.data;
  if (type !== "subscribe" && type !== "unsubscribe") return error(ERRORS.type);
  const key = jwt === undefined ? null : keyOf(jwt, gate);
  if (key === undefined) return error(AUTHENTICATION_FAILURE);
  if (key === null && !gate.takeUnsigned()) return error(ERRORS.rate);
  if (channel === HEARTBEATS) return { kind: "request", request: { type, channel } };
  if (channel === USER)
    return key === null || !key.permissions.has("can_view")
      ? error(AUTHENTICATION_FAILURE)
      : { kind: "request", request: { type, channel, key } };
  const known = MARKET_CHANNELS.find((one) => one === channel);
  if (known === undefined) return error(AUTHENTICATION_FAILURE);
  if (path !== MARKET_PATH) return error(ERRORS.elsewhere);
  return readProducts(type, known, ids, gate.world);
}

function readProducts(
  type: StreamRequest["type"],
  channel: MarketChannel,
  ids: readonly string[],
  world: VenueWorld,
): Read {
  // D: a channel can be left entirely by naming no products. `status` is about all of them without any.
  if (ids.length === 0 && type === "subscribe" && channel !== "status") return error(ERRORS.noProducts);
  const instruments = ids.map((id) => bookOwner(world, id));
  const known = instruments.filter((instrument) => instrument !== null);
  // One that is not known and the whole message is refused, without a word which.
  if (known.length < instruments.length) return error(ERRORS.products);
  // Two names of one book are one subscription.
  return { kind: "request", request: { type, channel, instruments: [...new Set(known)] } };
}

/** D: other channels than `user` "will return the same data as the corresponding -USD based products". */
function bookOwner(world: VenueWorld, id: string): Instrument | null {
  const instrument = instrumentOf(world, id);
  if (instrument === null) return null;
  const owner = ALIAS_OF[instrument.symbol];
  return owner === undefined ? instrument : world.market.instrument(owner);
}

/** Undefined for a token that is not good. */
function keyOf(token: string, { keys, world, usedTokens }: Gate): StoredKey | undefined {
  const check = checkStreamToken(token, keys, world.now());
  if (check.kind === "refused" || usedTokens.has(token)) return undefined;
  usedTokens.add(token);
  return check.key;
}

const error = (message: string): Read => ({ kind: "error", message });
