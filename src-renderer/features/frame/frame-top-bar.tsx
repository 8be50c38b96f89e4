// What does the top bar show of this engine: mode, source label, value, day, feeds, pause, privacy?
import { useStore } from "zustand";
import { Doubted } from "#renderer/components/doubted.tsx";
import type { TestServers } from "#renderer/components/mode-plate.tsx";
import { ChangePercent, Money } from "#renderer/components/money.tsx";
import { SourceChip } from "#renderer/components/source-chip.tsx";
import { TopBar } from "#renderer/components/top-bar.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useEngineSilence } from "#renderer/hooks/use-engine-silence.ts";
import { formatAge } from "#renderer/lib/format-age.ts";
import { doubtOfPortfolio } from "#renderer/lib/price-doubt.ts";
import { healthStore, portfolioStore, settingsStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";
import { toLostFeed, toTopBarFeed } from "./top-bar-feed.ts";
import type { Pause } from "./use-pause.ts";

/** The shortcut as it is written on this system. */
const PAUSE_KEY = navigator.platform.startsWith("Mac") ? "⌘." : "Ctrl .";

const UNHEARD = { reason: "The engine does not answer: this is what it told last." } as const;

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
  const doubt = isSilent ? UNHEARD : doubtOfPortfolio(portfolio);
  const venues = new Set(active.profile.accounts.map(({ venue }) => venue));
  return (
    <TopBar
      mode={active.profile.mode}
      testServers={testServers}
      source={<SourceChip source={active.profile.source} />}
      total={
        <Doubted doubt={doubt}>
          <Money amount={portfolio?.totalValue ?? undefined} currency={currency} absent="No value yet" />
        </Doubted>
      }
      {...(age === null ? {} : { oldestPriceAge: formatAge(age), oldestPriceIsStale: age > PRICE_AGE_MS.lagging })}
      day={
        portfolio?.dayPnl == null ? undefined : (
          <Doubted doubt={doubt}>
            <Money amount={portfolio.dayPnl} currency={currency} change />{" "}
            <ChangePercent share={portfolio.dayPnlShare ?? undefined} />
          </Doubted>
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
