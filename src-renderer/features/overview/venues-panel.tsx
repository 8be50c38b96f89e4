// Are the prices that all this rests on coming in: rate, age and rejects per venue?
import { useStore } from "zustand";
import { Chip } from "#renderer/components/chip.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { PriceAge } from "#renderer/components/price-age.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { countLines, rejectWords, totalOf } from "#renderer/lib/feed-words.ts";
import { healthStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { feedsOf, isWhole, liveWords } from "./feeds-view.ts";

export function VenuesPanel() {
  const health = useStore(healthStore);
  const { profile } = useActiveProfile();
  const now = useNow();
  const state = toPanelState(health, { now, isEmpty: (value) => feedsOf(value.feeds, profile).length === 0 });
  const feeds = feedsOf(health.value?.feeds ?? [], profile);
  return (
    <Panel
      title="Venues"
      meta="prices"
      className="over-venues"
      actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : <Verdict feeds={feeds} />}
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={3} />
          </PanelBody>
        }
        empty={{ children: "This profile has no account at a venue." }}
      >
        {(_health, isStale) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a table that may scroll.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          <div className="venue-box scroll focus-inset" role="group" aria-label="Feeds" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Venue</th>
                  <th scope="col" className="num">
                    Live
                  </th>
                  <th scope="col" className="num">
                    Prices/s
                  </th>
                  <th scope="col" className="num">
                    Oldest
                  </th>
                  <th scope="col" className="num">
                    Refused
                  </th>
                </tr>
              </thead>
              <tbody>
                {feeds.map((feed) => (
                  <VenueRow key={feed.venue} feed={isStale ? { ...feed, state: "stale" } : feed} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </LoadableView>
    </Panel>
  );
}

function Verdict({ feeds }: { readonly feeds: readonly FeedHealth[] }) {
  if (feeds.length === 0) return null;
  const live = feeds.every(isWhole);
  return (
    <Chip tone={live ? "ok" : "over"} icon={live ? "check" : "alert"}>
      {liveWords(feeds)}
    </Chip>
  );
}

function VenueRow({ feed }: { readonly feed: FeedHealth }) {
  const { trouble } = feed;
  const rejected = totalOf(feed.rejected);
  const reasons = countLines(feed.rejected, rejectWords).map(({ words, count }) => `${words}: ${count}`);
  return (
    <tr className={feed.state === "live" || feed.state === "lagging" ? undefined : "stale"}>
      <td>
        <span className="row" title={`${HEALTH_WORDS[feed.state]}${feed.detail === null ? "" : `: ${feed.detail}`}`}>
          <HealthDot health={feed.state} />
          <a className="med group-link focus-inset" href={hashOf("feeds", feed.venue)}>
            {feed.name}
          </a>
          <span className="sr">{HEALTH_WORDS[feed.state]}</span>
        </span>
      </td>
      <td className="num">
        <Doubted doubt={trouble === null ? null : { reason: `${trouble.symbol}: ${trouble.reason}` }}>
          {feed.liveSymbols}
          <span className="t3">/{feed.symbols}</span>
        </Doubted>
      </td>
      <td className="num">{feed.messagesPerSecond.toFixed(1)}</td>
      <td className="num">{feed.oldestAgeMs === null ? "none" : <PriceAge ageMs={feed.oldestAgeMs} />}</td>
      <td className={rejected === 0 ? "num t3" : "num"} title={reasons.join("\n")}>
        {rejected}
      </td>
    </tr>
  );
}
