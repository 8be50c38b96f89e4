// What does the top bar say of a feed: the whole of it, or how many of its markets fail, and why?
import type { Health } from "#renderer/components/health-dot.tsx";
import type { TopBarFeed } from "#renderer/components/top-bar.tsx";
import { formatAge } from "#renderer/lib/format-age.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { FeedHealth } from "#shared/contract/views.ts";

/** Nothing is known of a feed while the engine does not answer. */
export function toLostFeed({ name, venue }: FeedHealth): TopBarFeed {
  return { name, health: "off", note: "unknown", href: hashOf("feeds", venue) };
}

export function toTopBarFeed(feed: FeedHealth): TopBarFeed {
  const { health, note, reason } = wordsOf(feed);
  return {
    name: feed.name,
    href: hashOf("feeds", feed.venue),
    health,
    ...(note === null ? {} : { note }),
    ...(reason === null ? {} : { reason }),
  };
}

interface FeedWords {
  readonly health: Health;
  readonly note: string | null;
  readonly reason: string | null;
}

function wordsOf(feed: FeedHealth): FeedWords {
  const { state, detail, trouble, symbols, oldestAgeMs } = feed;
  if (state === "off" || state === "down") return { health: state, note: state, reason: detail };
  if (state === "stale") {
    return { health: state, note: oldestAgeMs === null ? "stale" : `stale ${formatAge(oldestAgeMs)}`, reason: detail };
  }
  const partly = trouble === null ? null : `${trouble.markets} of ${symbols} in doubt`;
  const reason = trouble === null ? detail : `${trouble.symbol}: ${trouble.reason}`;
  if (state === "lagging") return { health: state, note: partly ?? "slow", reason };
  // A live feed with something to say of itself, like prices that come another way for a while.
  return { health: partly === null && detail === null ? "live" : "lagging", note: partly, reason };
}
