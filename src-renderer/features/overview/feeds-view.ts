// Which feeds does a profile rest on, and how do they stand in a few words?
import type { FeedHealth } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** Feeds of the venues that the profile has accounts at, worst first, then by name. */
export function feedsOf(feeds: readonly FeedHealth[], { accounts }: Pick<Profile, "accounts">): readonly FeedHealth[] {
  const venues = new Set(accounts.map(({ venue }) => venue));
  return feeds
    .filter(({ venue }) => venues.has(venue))
    .sort((a, b) => RANK[a.state] - RANK[b.state] || (a.name < b.name ? -1 : 1));
}

const RANK = { down: 0, stale: 1, lagging: 2, off: 3, live: 4 } as const satisfies Record<FeedHealth["state"], number>;

/** Whether every price of the feed may be relied on. */
export function isWhole({ state, trouble }: Pick<FeedHealth, "state" | "trouble">): boolean {
  return state === "live" && trouble === null;
}

/** `2 of 2 live`, and how many markets of live feeds are in doubt. */
export function liveWords(feeds: readonly FeedHealth[]): string {
  const live = feeds.filter(({ state }) => state === "live");
  const doubtful = live.reduce((sum, { trouble }) => sum + (trouble?.markets ?? 0), 0);
  return `${live.length} of ${feeds.length} live${doubtful === 0 ? "" : `, ${doubtful} in doubt`}`;
}
