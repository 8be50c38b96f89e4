// What does a client's message ask for: which channels of which products, under which key?
import { z } from "zod";
import { CHANNELS, REFUSALS, type StreamChannelName } from "./stream-quirks.ts";

/** One channel of one product; `product` is null for a channel that has none. */
export interface StreamWish {
  readonly channel: StreamChannelName;
  readonly product: string | null;
}

export interface StreamSignature {
  readonly key: string;
  readonly passphrase: string;
  readonly timestamp: string;
  readonly signature: string;
}

export interface StreamRequest {
  readonly type: "subscribe" | "unsubscribe";
  readonly wishes: readonly StreamWish[];
  /** Channels named without any product: at an end of subscriptions, all of them are meant (docs' own example). */
  readonly whole: readonly StreamChannelName[];
  readonly signature: StreamSignature | null;
}

export class StreamRefusal extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

const idsSchema = z.array(z.string()).nullish();
const channelSchema = z.union([
  z.string().transform((name) => ({ name, product_ids: undefined })),
  z.object({ name: z.string(), product_ids: z.unknown() }),
]);
/** Seconds may come as a number. */
const signatureSchema = z.object({
  key: z.string(),
  passphrase: z.string(),
  timestamp: z.union([z.string(), z.number()]).transform(String),
  signature: z.string(),
});

/** Throws {@link StreamRefusal} for what the venue refuses whatever the products are. */
export function readStreamRequest(message: object): StreamRequest {
  const type = z.object({ type: z.enum(["subscribe", "unsubscribe"]) }).safeParse(message).data?.type;
  if (type === undefined) throw new StreamRefusal(REFUSALS.badType);
  const listed = z.object({ channels: z.array(channelSchema).min(1) }).safeParse(message).data?.channels;
  if (listed === undefined) throw new StreamRefusal(REFUSALS.noChannels);
  const common = productIds("product_ids" in message ? message.product_ids : undefined);
  const wishes: StreamWish[] = [];
  const whole: StreamChannelName[] = [];
  for (const { name, product_ids } of listed) {
    const channel = CHANNELS.get(name);
    if (channel === undefined) throw new StreamRefusal(REFUSALS.badChannel(name));
    const own = productIds(product_ids);
    // I (gocryptotrader 1421): an empty list beside a list for all channels is no leave to use that.
    if (own?.length === 0 && type === "subscribe") throw new StreamRefusal(REFUSALS.badProduct(""));
    // A product may be named for all channels, for one, or in both places.
    const ids = new Set([...(common ?? []), ...(own ?? [])]);
    if (!channel.ofProducts) wishes.push({ channel: channel.name, product: null });
    else if (ids.size > 0) wishes.push(...[...ids].map((product) => ({ channel: channel.name, product })));
    // R: without a product the empty name is the one that is no product.
    else if (type === "subscribe") throw new StreamRefusal(REFUSALS.badProduct(""));
    else whole.push(channel.name);
  }
  return { type, wishes, whole, signature: signatureOf(message) };
}

function productIds(value: unknown): readonly string[] | null {
  const { success, data } = idsSchema.safeParse(value);
  if (!success) throw new StreamRefusal(REFUSALS.badIds);
  return data ?? null;
}

/** What is signed only in part is taken for signed, and fails. */
function signatureOf(message: object): StreamSignature | null {
  const names = ["key", "passphrase", "timestamp", "signature"] as const;
  if (!names.some((name) => name in message)) return null;
  const none = { key: "", passphrase: "", timestamp: "", signature: "" };
  return signatureSchema.safeParse({ ...none, ...message }).data ?? none;
}
