// What may the window ask of the program itself?
import { z } from "zod";
import { profileIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { tradingStateSchema } from "#shared/domain/profile.ts";
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

export const feedHealthSchema = z.strictObject({
  venue: venueIdSchema,
  name: z.string(),
  nature: z.enum(["simulated", "replay", "real"]),
  state: z.enum(["live", "lagging", "stale", "down", "off"]),
  detail: z.string().nullable(),
  since: unixMsSchema,
  symbols: z.number().int().min(0),
  liveSymbols: z.number().int().min(0),
  oldestAgeMs: z.number().int().min(0).nullable(),
  messagesPerSecond: z.number().min(0),
  received: z.number().int().min(0),
  accepted: z.number().int().min(0),
  /** Rejected quotes by reason. */
  rejected: z.record(z.string(), z.number().int().min(0)),
  reconnects: z.number().int().min(0),
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
    z.strictObject({ profileId: profileIdSchema, tradingState: tradingStateSchema, reason: z.string().nullable() }),
  ),
  uptimeMs: z.number().int().min(0),
  memoryBytes: z.number().int().min(0),
  eventLoopDelayMs: z.number().min(0),
});

export const systemContract = {
  info: procedure.input(nothing).output(systemInfoSchema),
  /** Health once a second while it changes. */
  watchHealth: procedure.input(nothing).output(stream(healthSchema, healthSchema)),
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
