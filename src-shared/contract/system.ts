// What may the window ask of the program itself?
import { z } from "zod";
import { marketSymbolSchema, profileIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { tradingStateSchema } from "#shared/domain/profile.ts";
import { quoteSourceSchema, quoteStateSchema } from "#shared/domain/quote.ts";
import { strategyHealthSchema } from "#shared/domain/strategies-view.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { done, nothing, procedure, stream } from "./base.ts";

export const systemInfoSchema = z.strictObject({
  version: z.string(),
  shell: z.enum(["electron", "headless"]),
  startedAt: unixMsSchema,
  dataDir: z.string(),
  /** Label of the market in use where it is not a real one: it shows wherever prices do. */
  marketLabel: z.enum(["SIMULATED", "REPLAY"]).nullable(),
  /** Venues that this run reaches at a test server on this computer, by the start-up flag. Shown on the mode plate. */
  testServers: z.array(z.strictObject({ venue: venueIdSchema, address: z.string() })),
  /** What this shell can do. */
  capabilities: z.strictObject({ openPath: z.boolean(), updates: z.boolean() }),
  /** What opening the data folder found, in plain sentences. */
  notices: z.array(z.string()),
  /** The journal was damaged and repaired at this start: trading waits until a person has read what was lost. */
  journalDamaged: z.boolean(),
});

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** How a feed's connections are doing; counts are of this run. */
const feedConnectionSchema = z.strictObject({
  connections: count,
  /** Connections opened beyond the first ones. */
  reconnects: count,
  /** Messages by what became of them: read by the quick way, read whole, not understood. */
  frames: z.strictObject({ received: count, scanned: count, parsed: count, malformed: count }),
  /** Connections opened in the last five minutes, and how many may be. */
  connects: z.strictObject({ lastFiveMinutes: count, limit: count }),
  /** What was noticed and mended, by name. */
  alarms: z.record(z.string(), count),
  lastEnd: z.strictObject({ reason: z.string(), at: unixMsSchema }).nullable(),
});

export const feedHealthSchema = z.strictObject({
  venue: venueIdSchema,
  name: z.string(),
  nature: z.enum(["simulated", "replay", "real"]),
  /** How its prices come. */
  source: quoteSourceSchema,
  state: z.enum(["live", "lagging", "stale", "down", "off"]),
  detail: z.string().nullable(),
  since: unixMsSchema,
  symbols: count,
  liveSymbols: count,
  /** Markets whose price may not be relied on, and the worst of them; null where there is none. */
  trouble: z
    .strictObject({ markets: count, symbol: marketSymbolSchema, state: quoteStateSchema, reason: z.string() })
    .nullable(),
  oldestAgeMs: count.nullable(),
  /** By how much later than its quickest the venue's prices come now; null where it sends no time. */
  lagMs: count.nullable(),
  messagesPerSecond: z.number().min(0),
  received: count,
  accepted: count,
  /** Rejected quotes by reason. */
  rejected: z.record(z.string(), count),
  /** Outages that are over. */
  reconnects: count,
  /** Share of the time in which the feed was live: since it was opened (`countedMs` ago), and in the last hour. */
  uptime: z.strictObject({ sinceOpen: share.nullable(), lastHour: share.nullable(), countedMs: count }),
  /** Null where nothing stays connected. */
  connection: feedConnectionSchema.nullable(),
  canReconnect: z.boolean(),
});

/** One watched market of a feed. */
export const feedMarketSchema = z.strictObject({
  symbol: marketSymbolSchema,
  /** Null before the first price. */
  state: quoteStateSchema.nullable(),
  reason: z.string().nullable(),
  ageMs: count.nullable(),
  messagesPerSecond: z.number().min(0),
  received: count,
  rejected: count,
});

export const healthSchema = z.strictObject({
  ts: unixMsSchema,
  /** One line for the foot of the rail, and what is being done about it. */
  state: z.enum(["ok", "attention", "down"]),
  headline: z.string(),
  detail: z.string(),
  /** The kill switch; survives restarts. */
  paused: z.strictObject({ reason: z.string(), since: unixMsSchema }).nullable(),
  store: z.strictObject({ state: z.enum(["ok", "readOnly", "full", "failed"]), detail: z.string().nullable() }),
  feeds: z.array(feedHealthSchema),
  profiles: z.array(
    z.strictObject({
      profileId: profileIdSchema,
      tradingState: tradingStateSchema,
      reason: z.string().nullable(),
      /** Profiles with the same rotating hash now: none, unless something is wrong. */
      collidesWith: z.array(profileIdSchema),
      /** How its cycles go; null where no strategies run in this engine. */
      strategies: strategyHealthSchema.nullable(),
    }),
  ),
  uptimeMs: z.number().int().min(0),
  memoryBytes: z.number().int().min(0),
  eventLoopDelayMs: z.number().min(0),
});

export const systemContract = {
  info: procedure.input(nothing).output(systemInfoSchema),
  /** Health once a second while it changes. */
  watchHealth: procedure.input(nothing).output(stream(healthSchema, healthSchema)),
  /** Every watched market of a venue: asked for, since there may be a thousand. */
  feedMarkets: procedure.input(z.strictObject({ venue: venueIdSchema })).output(z.array(feedMarketSchema)),
  /** Connects a venue's feed anew; the present connection serves until the new one does. */
  reconnectFeed: procedure.input(z.strictObject({ venue: venueIdSchema })).output(done),
  /** Pause everything: no new order is sent by any profile until it is released. Look-ups and cancels go on. */
  pause: procedure
    .input(z.strictObject({ reason: z.string().trim().min(1).max(200) }))
    .output(z.strictObject({ paused: z.literal(true) })),
  /** The person has read what a damaged journal lost and wants to go on. Does nothing when it was not damaged. */
  acknowledgeDamage: procedure.input(nothing).output(done),
  release: procedure
    .input(z.strictObject({ reason: z.string().trim().min(1).max(200) }))
    .output(z.strictObject({ paused: z.literal(false) })),
};
