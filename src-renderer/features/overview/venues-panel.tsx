// Are the prices that all this rests on coming in: rate, age and rejects per venue?
import { useStore } from "zustand";
import { Chip } from "#renderer/components/chip.tsx";
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatAge } from "#renderer/lib/format-age.ts";
import { healthStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { feedsOf, liveWords, rejectedTotal } from "./feeds-view.ts";

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
                    Msg/s
                  </th>
                  <th scope="col" className="num">
                    Oldest
                  </th>
                  <th scope="col" className="num">
                    Rejected
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
  const live = feeds.every(({ state }) => state === "live");
  return (
    <Chip tone={live ? "ok" : "over"} icon={live ? "check" : "alert"}>
      {liveWords(feeds)}
    </Chip>
  );
}

function VenueRow({ feed }: { readonly feed: FeedHealth }) {
  const rejected = rejectedTotal(feed);
  const reasons = Object.entries(feed.rejected).map(([reason, count]) => `${reason}: ${count}`);
  return (
    <tr className={feed.state === "live" ? undefined : "stale"}>
      <td>
        <span className="row" title={`${HEALTH_WORDS[feed.state]}${feed.detail === null ? "" : `: ${feed.detail}`}`}>
          <HealthDot health={feed.state} />
          <span className="med">{feed.name}</span>
          <span className="sr">{HEALTH_WORDS[feed.state]}</span>
        </span>
      </td>
      <td className="num">
        {feed.liveSymbols}
        <span className="t3">/{feed.symbols}</span>
      </td>
      <td className="num">{feed.messagesPerSecond.toFixed(1)}</td>
      <td className="num">{feed.oldestAgeMs === null ? "none" : formatAge(feed.oldestAgeMs)}</td>
      <td className={rejected === 0 ? "num t3" : "num"} title={reasons.join("\n")}>
        {rejected}
      </td>
    </tr>
  );
}
