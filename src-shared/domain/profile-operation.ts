// How often does a profile look, how patient is it with a venue, and which of its modules run?
import { z } from "zod";
import { marketSymbolSchema, venueIdSchema } from "./ids.ts";
import { withoutDefaults } from "./without-defaults.ts";

const venueOperationSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** False: prices are polled. */
  stream: z.boolean().default(true),
  symbols: z.array(marketSymbolSchema).max(200).default([]),
  /** Upper bounds on the own budget, never a raise. Null: the venue's own limit. */
  requestsPerMinute: z.number().positive().nullable().default(null),
  timeoutS: z.number().min(1).max(120).default(15),
  /** Of reads only. */
  retries: z.number().int().min(0).max(10).default(3),
});

const seconds = (min: number, max: number) => z.number().int().min(min).max(max);

/** Seconds throughout; null: as the program does it by itself. See `resources/docs/profiles.md`. */
export const profileOperationSchema = z.strictObject({
  /** False: no venue is contacted, paper only. */
  contactVenues: z.boolean().default(true),
  snapshots: z.boolean().default(true),
  balancesEveryS: seconds(10, 3600).default(60),
  pricesEveryS: seconds(1, 300).nullable().default(null),
  firstReconnectS: seconds(1, 300).nullable().default(null),
  /** Failures until a feed is called down; trying goes on. */
  reconnectAttempts: z.number().int().min(1).max(1000).default(10),
  priceKeptS: seconds(1, 3600).default(60),
  tacticsEveryS: seconds(1, 3600).default(30),
  positionsEveryS: seconds(1, 3600).default(10),
  orderTimeoutS: seconds(5, 3600).default(45),
  retryAttempts: z.number().int().min(0).max(10).default(3),
  historyRows: z.number().int().min(1).max(100_000).default(100),
  assessmentRows: z.number().int().min(1).max(100_000).default(1000),
  /** Over these: propose an exit, propose half, and (under the last) allow more. */
  riskLevels: z
    .strictObject({ high: z.number().min(0).max(1), medium: z.number().min(0).max(1), low: z.number().min(0).max(1) })
    .refine(({ high, medium, low }) => low <= medium && medium <= high, "expected low <= medium <= high")
    .default({ high: 0.8, medium: 0.6, low: 0.3 }),
  featureCache: z.boolean().default(true),
  /** Watched beside what is held. */
  trackedSymbols: z.array(marketSymbolSchema).max(200).default([]),
  tradingPairs: z.array(marketSymbolSchema).max(200).default([]),
  venues: z.record(venueIdSchema, venueOperationSchema).default({}),
  /** Modules by name, as imported; one that is not named is on. */
  modules: z.record(z.string().regex(/^[a-zA-Z]{1,48}$/), z.boolean()).default({}),
});
export type ProfileOperation = z.infer<typeof profileOperationSchema>;
export type VenueOperation = z.infer<typeof venueOperationSchema>;

/** Some of the settings; a key that is not named stays as it is. */
export const profileOperationPatchSchema = withoutDefaults(profileOperationSchema);
