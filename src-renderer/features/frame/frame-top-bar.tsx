// What does the top bar show of this engine: mode, source label, value, day, feeds, pause, privacy?
import { useStore } from "zustand";
import type { TestServers } from "#renderer/components/mode-plate.tsx";
import { ChangePercent, Money } from "#renderer/components/money.tsx";
import { SourceChip } from "#renderer/components/source-chip.tsx";
import { TopBar, type TopBarFeed } from "#renderer/components/top-bar.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useEngineSilence } from "#renderer/hooks/use-engine-silence.ts";
import { formatAge } from "#renderer/lib/format-age.ts";
import { healthStore, portfolioStore, settingsStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import type { FeedHealth, ProfileSummary } from "#shared/contract/views.ts";
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";
import type { Pause } from "./use-pause.ts";

/** The shortcut as it is written on this system. */
const PAUSE_KEY = navigator.platform.startsWith("Mac") ? "⌘." : "Ctrl .";

export interface FrameTopBarProps {
  readonly active: ProfileSummary;
  readonly pause: Pause;
  readonly testServers: TestServers | null;
}

export function FrameTopBar({ active, pause, testServers }: FrameTopBarProps) {
  const portfolio = useStore(portfolioStore, (state) => state.value);
  const receivedAt = useStore(portfolioStore, (state) => state.receivedAt);
  const isSilent = useEngineSilence();
  const now = useStore(nowStore, (state) => state.now);
  const health = useStore(healthStore, (state) => state.value);
  const hidden = useStore(settingsStore, (state) => state.value?.privacy ?? false);
  const client = useClient();
  const hide = useCommand((privacy: boolean) => client.settings.update({ privacy }));
  const { currency } = active.profile;
  const told = portfolio?.oldestPriceAgeMs ?? null;
  // What the engine told last grows older here, also while it says nothing.
  const age = told === null || receivedAt === null ? told : told + Math.max(0, now - receivedAt);
  const venues = new Set(active.profile.accounts.map(({ venue }) => venue));
  return (
    <TopBar
      mode={active.profile.mode}
      testServers={testServers}
      source={<SourceChip source={active.profile.source} />}
      total={<Money amount={portfolio?.totalValue ?? undefined} currency={currency} absent="No value yet" />}
      {...(age === null ? {} : { oldestPriceAge: formatAge(age), oldestPriceIsStale: age > PRICE_AGE_MS.lagging })}
      day={
        portfolio?.dayPnl == null ? undefined : (
          <>
            <Money amount={portfolio.dayPnl} currency={currency} change />{" "}
            <ChangePercent share={portfolio.dayPnlShare ?? undefined} />
          </>
        )
      }
      feeds={(health?.feeds ?? []).filter(({ venue }) => venues.has(venue)).map(isSilent ? toLostFeed : toTopBarFeed)}
      paused={pause.paused}
      onTogglePause={pause.toggle}
      pauseKey={PAUSE_KEY}
      hidden={hidden}
      onToggleHidden={() => void hide.run(!hidden)}
    />
  );
}

/** Nothing is known of a feed while the engine does not answer. */
function toLostFeed({ name }: FeedHealth): TopBarFeed {
  return { name, health: "off", note: "unknown" };
}

function toTopBarFeed(feed: FeedHealth): TopBarFeed {
  const age = feed.oldestAgeMs === null ? "" : ` ${formatAge(feed.oldestAgeMs)}`;
  const note = { live: undefined, lagging: "slow", stale: `stale${age}`, down: "down", off: "off" }[feed.state];
  return { name: feed.name, health: feed.state, ...(note === undefined ? {} : { note }) };
}
