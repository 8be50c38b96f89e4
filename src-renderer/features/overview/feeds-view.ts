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

/** `2 of 2 live`. */
export function liveWords(feeds: readonly FeedHealth[]): string {
  return `${feeds.filter(({ state }) => state === "live").length} of ${feeds.length} live`;
}

export function rejectedTotal({ rejected }: Pick<FeedHealth, "rejected">): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}
