// How is the program, in one line, and what is being done about it? The worst thing is said first. Pure.
import type { FeedHealth, Health } from "#shared/contract/views.ts";
import type { ModuleState } from "#shared/domain/strategies-view.ts";
import { DAY_MS, type DurationMs, HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";

type Words = Pick<Health, "state" | "headline" | "detail">;

const STORE_WORDS = {
  readOnly: "The data folder cannot be written",
  full: "The disk is full",
  failed: "The database failed",
} as const;

const FEED_WORDS = {
  down: { headline: "is down", detail: "It is tried again" },
  stale: { headline: "is stale", detail: "Nothing is traded on its prices" },
  lagging: { headline: "is slow", detail: "Its prices are a little late" },
} as const;

export function describeHealth(health: Pick<Health, "store" | "paused" | "feeds" | "profiles" | "uptimeMs">): Words {
  const { store, paused, feeds, profiles } = health;
  if (store.state !== "ok") {
    return { state: "down", headline: STORE_WORDS[store.state], detail: "Trading is halted, nothing is lost" };
  }
  if (paused !== null) return { state: "attention", headline: "Everything is paused", detail: paused.reason };
  const twins = profiles.filter(({ collidesWith }) => collidesWith.length > 0);
  if (twins.length > 0) {
    const detail = "Equal seed, assets and weights: they would always do the same. Change one of them";
    return { state: "attention", headline: `${twins.length} profiles are the same`, detail };
  }
  const feed = worstFeed(feeds);
  if (feed !== null) {
    const { headline, detail } = FEED_WORDS[feed.state];
    return { state: "attention", headline: `${feed.name} ${headline}`, detail: feed.detail ?? detail };
  }
  const doubtful = feeds.find(({ trouble }) => trouble !== null);
  if (doubtful !== undefined && doubtful.trouble !== null) {
    const { name, trouble } = doubtful;
    return {
      state: "attention",
      headline: `${name}: ${trouble.markets} in doubt`,
      detail: `${trouble.symbol}: ${trouble.reason}`,
    };
  }
  const halted = profiles.filter(({ tradingState }) => tradingState === "halted");
  if (halted.length > 0) {
    const [first] = halted;
    const headline = halted.length === 1 ? "One profile is halted" : `${halted.length} profiles are halted`;
    return { state: "attention", headline, detail: first?.reason ?? "Arm it again when you are ready" };
  }
  const behind = profiles.flatMap(({ strategies }) => strategies?.modules.find(isBehind) ?? []);
  if (behind[0] !== undefined) {
    const whose = behind.length === 1 ? "Strategies rest" : `Strategies of ${behind.length} profiles rest`;
    return {
      state: "attention",
      headline: `${whose} on an older state`,
      detail: behind[0].detail ?? "It is tried again",
    };
  }
  return { state: "ok", headline: "All systems normal", detail: `Up ${inWords(health.uptimeMs)}` };
}

/** One that never said anything is still beginning, as a new profile's are. */
const isBehind = ({ state }: ModuleState): boolean => state === "stale";

const ORDER = ["down", "stale", "lagging"] as const;

function worstFeed(feeds: readonly FeedHealth[]): (FeedHealth & { readonly state: (typeof ORDER)[number] }) | null {
  for (const state of ORDER) {
    const feed = feeds.find((candidate) => candidate.state === state);
    if (feed !== undefined) return { ...feed, state };
  }
  return null;
}

function inWords(ms: DurationMs): string {
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}
