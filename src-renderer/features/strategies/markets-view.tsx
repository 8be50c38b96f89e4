// What do the strategies say of one of the profile's markets, why, and what came of it?
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { type Loadable, LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatClock } from "#renderer/lib/format-time.ts";
import { strategiesStore } from "#renderer/stores/engine-stores.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { StrategiesView } from "#shared/domain/strategies-view.ts";
import { venueName } from "#shared/domain/venue.ts";
import { CycleNotes } from "./cycle-notes.tsx";
import { DecisionPanel } from "./decision-panel.tsx";
import { GatePanel } from "./gate-panel.tsx";
import { PricePanel } from "./price-panel.tsx";
import { ReadingsPanel } from "./readings-panel.tsx";
import { ResultsPanel } from "./results-panel.tsx";
import { useFeatures } from "./use-market-look.ts";
import { WheelPanel } from "./wheel-panel.tsx";
import "./strategy-markets.css";

type MarketOfView = StrategiesView["symbols"][number];

export interface MarketsViewProps {
  /** The choice between the screen's views. */
  readonly views: ReactNode;
  /** The market that the address names; undefined: the first one. */
  readonly symbol: string | undefined;
  readonly onSymbol: (symbol: string) => void;
}

export function MarketsView({ views, symbol, onSymbol }: MarketsViewProps) {
  const strategies = useStore(strategiesStore);
  const { profile } = useActiveProfile();
  const client = useClient();
  const now = useNow();
  const cycle = useCommand((profileId: ProfileId) => client.strategies.cycle({ profileId }));
  const runNow = () => void cycle.run(profile.id);
  // No letter that also ends a way to a screen, like `G R`.
  useShortcuts([{ keys: "n", run: runNow }]);
  const data = toPanelState(strategies, { now });
  const view = strategies.value;
  const markets = view?.symbols ?? [];
  const shown = markets.find((market) => market.symbol === symbol) ?? markets[0];
  return (
    <>
      <ScreenHead title="Strategies" meta={view === null ? undefined : <NextCycle view={view} now={now} />}>
        {views}
        {data.state === "stale" ? <StaleChip ageMs={data.ageMs} /> : null}
        {shown === undefined ? null : (
          <SelectField
            label="Market"
            hideLabel
            options={markets.map((market) => ({
              value: market.symbol as string,
              label: `${market.symbol}, ${venueName(market.venue)}`,
            }))}
            value={shown.symbol as string}
            onChange={onSymbol}
            width={200}
          />
        )}
        <Button icon="play" kbd="N" disabled={cycle.busy} onClick={runNow}>
          {cycle.busy ? "Running" : "Run now"}
        </Button>
      </ScreenHead>
      <ScrollBox label="Market and its strategies" className="scroll strategy-markets">
        {cycle.error === null ? null : <ErrorState {...errorWords(cycle.error)} />}
        {view === null ? null : <CycleNotes view={view} now={now} />}
        <Content data={data} shown={shown} profileId={profile.id} />
      </ScrollBox>
    </>
  );
}

function NextCycle({ view, now }: { readonly view: StrategiesView; readonly now: number }) {
  const { timeZone } = usePreferences();
  const { nextCycleAt, lastCycle } = view;
  const last = lastCycle === null ? "no cycle has run yet" : `last cycle ${formatClock(lastCycle.at, timeZone)}`;
  const next =
    nextCycleAt === null
      ? "none comes by itself: strategies are off"
      : `next in ${formatDuration(Math.max(0, nextCycleAt - now))}`;
  return `${last}, ${next}`;
}

interface ContentProps {
  readonly data: Loadable<StrategiesView>;
  readonly shown: MarketOfView | undefined;
  readonly profileId: ProfileId;
}

function Content({ data, shown, profileId }: ContentProps) {
  if (shown !== undefined && (data.state === "live" || data.state === "stale")) {
    // One box in both states: what was looked up stays when the connection is lost.
    return (
      <div className={data.state === "stale" ? "stale-content" : undefined}>
        <Market market={shown} results={data.value.results} profileId={profileId} />
      </div>
    );
  }
  return (
    <Panel title="Market" className="strategy-wait">
      <PanelBody>
        <LoadableView
          data={data.state === "live" || data.state === "stale" ? { state: "empty" } : data}
          skeleton={<SkeletonRows rows={14} rowHeight={32} />}
          empty={{ children: whyEmpty(data) }}
        >
          {() => null}
        </LoadableView>
      </PanelBody>
    </Panel>
  );
}

function whyEmpty(data: Loadable<StrategiesView>): string {
  if (data.state !== "live" && data.state !== "stale") return "";
  const { lastCycle, nextCycleAt } = data.value;
  if (lastCycle !== null) return "No market was read: no closed hourly candle of this profile's coins is known yet.";
  return nextCycleAt === null
    ? "Strategies are off for this profile: switch them on under Settings, or run one cycle now."
    : "No market was read yet. The first cycle comes within a minute, and one after each hourly candle from then on.";
}

interface MarketProps {
  readonly market: MarketOfView;
  readonly results: StrategiesView["results"];
  readonly profileId: ProfileId;
}

function Market({ market, results, profileId }: MarketProps) {
  const look = useFeatures(profileId, market);
  const wheel = look.value?.wheel ?? market.wheel;
  return (
    <div className="strategy-market">
      <PricePanel market={market} look={look} />
      <DecisionPanel market={market} />
      <ReadingsPanel market={market} />
      <div className="col strategy-side">
        <WheelPanel wheel={wheel} isKnown={look.value !== null || look.error !== null} decision={market.decision} />
        <GatePanel market={market} profileId={profileId} />
      </div>
      <ResultsPanel everywhere={results} here={market.results} hitRates={market.hitRates} symbol={market.symbol} />
    </div>
  );
}
