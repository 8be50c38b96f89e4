import { describe, expect, test } from "vitest";
import type { FeedHealth, Health } from "#shared/contract/views.ts";
import { marketSymbolSchema, type ProfileId, profileIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { type StrategyHealth, strategyHealthSchema } from "#shared/domain/strategies-view.ts";
import { unixMs } from "#shared/domain/time.ts";
import { describeHealth } from "./describe-health.ts";

type Input = Parameters<typeof describeHealth>[0];

const feed = (name: string, state: FeedHealth["state"], detail: string | null = null): FeedHealth => ({
  venue: venueIdSchema.parse(name.toLowerCase()),
  name,
  nature: "real",
  source: "stream",
  state,
  detail,
  since: unixMs(0),
  symbols: 1,
  liveSymbols: 1,
  trouble: null,
  lagMs: null,
  oldestAgeMs: 0,
  messagesPerSecond: 1,
  received: 1,
  accepted: 1,
  rejected: {},
  reconnects: 0,
  uptime: { sinceOpen: 1, lastHour: 1, countedMs: 1 },
  connection: null,
  canReconnect: true,
});

const CORE = profileIdSchema.parse("core");

const profile = (id: string, tradingState: Health["profiles"][number]["tradingState"], reason: string | null) => ({
  profileId: profileIdSchema.parse(id),
  tradingState,
  reason,
  collidesWith: [] as ProfileId[],
  strategies: null as StrategyHealth | null,
});

const modulesIn = (state: "ok" | "stale" | "failed", detail: string | null): StrategyHealth =>
  strategyHealthSchema.parse({
    ...{ on: true, successRate: 0.5, recentCycles: 2, cycles: { success: 1, degraded: 1, failed: 0 }, signals: 3 },
    ...{ lastCycleAt: 0, nextCycleAt: 0, modules: [{ module: "evaluate", state, goodAt: 0, detail }] },
  });

const WELL: Input = {
  store: { state: "ok", detail: null },
  paused: null,
  feeds: [feed("Kraken", "live"), feed("Binance", "live")],
  profiles: [profile("core", "active", null)],
  uptimeMs: 24 * 86_400_000 + 5_000,
};
const pause = { reason: "lunch", since: unixMs(0) };

describe("the worst thing is said first", () => {
  test.each<[string, Partial<Input>, string, string, string]>([
    ["all is well", {}, "ok", "All systems normal", "Up 24 d"],
    ["just started", { uptimeMs: 90_000 }, "ok", "All systems normal", "Up 1 min"],
    ["some hours", { uptimeMs: 3 * 3_600_000 }, "ok", "All systems normal", "Up 3 h"],
    [
      "disk full",
      { store: { state: "full", detail: null }, paused: pause },
      "down",
      "The disk is full",
      "Trading is halted, nothing is lost",
    ],
    ["paused", { paused: pause, feeds: [feed("Kraken", "down")] }, "attention", "Everything is paused", "lunch"],
    ["slow", { feeds: [feed("Binance", "lagging")] }, "attention", "Binance is slow", "Its prices are a little late"],
    [
      "a feed down before a stale one",
      { feeds: [feed("Binance", "stale"), feed("Kraken", "down", "Reconnecting, try 3")] },
      "attention",
      "Kraken is down",
      "Reconnecting, try 3",
    ],
    [
      "some prices of a feed that is well",
      {
        feeds: [
          feed("Binance", "live"),
          {
            ...feed("Kraken", "live"),
            symbols: 10,
            trouble: {
              markets: 2,
              symbol: marketSymbolSchema.parse("ETH/USD"),
              state: "stale",
              reason: "No confirmation from the venue for 20 s.",
            },
          },
        ],
        profiles: [profile("core", "halted", "Daily loss")],
      },
      "attention",
      "Kraken: 2 in doubt",
      "ETH/USD: No confirmation from the venue for 20 s.",
    ],
    [
      "profiles that are the same before a feed that is down",
      {
        feeds: [feed("Kraken", "down")],
        profiles: ["a", "b"].map((id) => ({ ...profile(id, "active", null), collidesWith: [CORE] })),
      },
      "attention",
      "2 profiles are the same",
      "Equal seed, assets and weights: they would always do the same. Change one of them",
    ],
    [
      "halted",
      { profiles: [profile("core", "halted", "Daily loss")] },
      "attention",
      "One profile is halted",
      "Daily loss",
    ],
    [
      "several halted",
      { profiles: [profile("a", "halted", null), profile("b", "halted", null)] },
      "attention",
      "2 profiles are halted",
      "Arm it again when you are ready",
    ],
    [
      "strategies that rest on what they said before",
      { profiles: [{ ...profile("a", "active", null), strategies: modulesIn("stale", "It hangs.") }] },
      "attention",
      "Strategies rest on an older state",
      "It hangs.",
    ],
    [
      "strategies of several",
      { profiles: ["a", "b"].map((id) => ({ ...profile(id, "active", null), strategies: modulesIn("stale", null) })) },
      "attention",
      "Strategies of 2 profiles rest on an older state",
      "It is tried again",
    ],
    [
      "strategies that only begin",
      { profiles: [{ ...profile("a", "active", null), strategies: modulesIn("failed", "No candles yet.") }] },
      "ok",
      "All systems normal",
      "Up 24 d",
    ],
  ])("%s", (_name, change, state, headline, detail) => {
    expect(describeHealth({ ...WELL, ...change })).toEqual({ state, headline, detail });
  });
});
