// What do tests of feeds begin with? One feed that is well, and what a test changes of it.
import { feedHealthSchema, healthSchema } from "#shared/contract/system.ts";
import type { FeedHealth, Health } from "#shared/contract/views.ts";

export function sampleFeed(changes: Partial<Record<keyof FeedHealth, unknown>> = {}): FeedHealth {
  return feedHealthSchema.parse({
    venue: "kraken",
    name: "Kraken",
    nature: "real",
    source: "stream",
    state: "live",
    detail: null,
    since: 0,
    symbols: 10,
    liveSymbols: 10,
    trouble: null,
    oldestAgeMs: 400,
    lagMs: 38,
    messagesPerSecond: 12.34,
    received: 5_000,
    accepted: 4_990,
    rejected: {},
    reconnects: 0,
    uptime: { sinceOpen: 0.999_96, lastHour: 1, countedMs: 7_200_000 },
    connection: {
      connections: 1,
      reconnects: 2,
      frames: { received: 6_000, scanned: 5_000, parsed: 999, malformed: 1 },
      connects: { lastFiveMinutes: 1, limit: 300 },
      alarms: {},
      lastEnd: null,
    },
    canReconnect: true,
    ...changes,
  });
}

export function sampleHealth(feeds: readonly FeedHealth[]): Health {
  return healthSchema.parse({
    ts: 0,
    state: "ok",
    headline: "All systems normal",
    detail: "Up 2 h",
    paused: null,
    store: { state: "ok", detail: null },
    feeds,
    profiles: [],
    uptimeMs: 0,
    memoryBytes: 0,
    eventLoopDelayMs: 0,
  });
}
