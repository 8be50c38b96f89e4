// How did this market move, and where did this profile trade in it?
import { useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { PriceChart, type PriceChartHandle, type PriceMarkLevel } from "#renderer/charts/price-chart.tsx";
import { AssetSwatch } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Menu } from "#renderer/components/menu.tsx";
import { ChangePercent } from "#renderer/components/money.tsx";
import { NumberCell } from "#renderer/components/number-cell.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { Skeleton } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { useSignalPositions } from "#renderer/hooks/use-signal-positions.ts";
import { formatDecimal, scaleOfStep } from "#renderer/lib/format-decimal.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { LOCAL_STOPS } from "#renderer/lib/position-words.ts";
import { doubtOfPrice, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { plansStore, pricesStore, signalsStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { venueName, venueNature } from "#shared/domain/venue.ts";
import { doubtOfMarket, midOf } from "./consensus-view.ts";
import { toFillMarks } from "./fill-marks.ts";
import { marketKey, marketsOf } from "./market-choice.ts";
import { signalsOf, signalWords, toPositionLevels, toSignalMarks } from "./signal-marks.ts";
import { useCandles } from "./use-candles.ts";
import { dayChange } from "./watch-list-view.ts";

const TIMEFRAMES = [
  { value: "1m", label: "1m" },
  { value: "5m", label: "5m" },
  { value: "15m", label: "15m" },
  { value: "1h", label: "1h" },
  { value: "4h", label: "4h" },
  { value: "1d", label: "1d" },
] as const satisfies readonly { value: Timeframe; label: string }[];

const TIMEFRAME_WORDS: Readonly<Record<Timeframe, string>> = {
  "1m": "1 minute",
  "5m": "5 minutes",
  "15m": "15 minutes",
  "1h": "1 hour",
  "4h": "4 hours",
  "1d": "1 day",
};

const EMA_PERIODS = [21, 55] as const;
const FILLS_EVERY_MS = 30_000;
/** Of signals in the list under the chart; all of them are on the Signals screen. */
const MOST_LISTED = 12;

export interface ChartPanelProps {
  readonly instrument: Instrument;
  readonly instruments: readonly Instrument[];
}

export function ChartPanel({ instrument, instruments }: ChartPanelProps) {
  const [timeframe, setTimeframe] = useState<Timeframe>("1h");
  return (
    <section className="panel" aria-label={`${instrument.symbol} at ${venueName(instrument.venue)}`}>
      <div className="ph market-head">
        <MarketMenu instrument={instrument} instruments={instruments} />
        <MarketPrice instrument={instrument} />
        <span className="grow" />
        <Segmented label="Time per candle" options={TIMEFRAMES} value={timeframe} onChange={setTimeframe} compact />
      </div>
      <Candles instrument={instrument} timeframe={timeframe} />
    </section>
  );
}

function MarketMenu({ instrument, instruments }: ChartPanelProps) {
  const { profile } = useActiveProfile();
  const { base, symbol, venue } = instrument;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="btn ghost market-name">
          <AssetSwatch asset={base} />
          <span className="two">
            <span className="semi f14">{symbol}</span>
            <small>{venueName(venue)}</small>
          </span>
          <Icon name="chevronDown" size="small" />
        </button>
      }
      entries={marketsOf(instruments, base, profile.currency).map((market) => ({
        id: marketKey(market),
        label: `${market.symbol} at ${venueName(market.venue)}`,
        ...(market === instrument ? { icon: "check" as const } : {}),
        onSelect: () => {
          location.hash = hashOf("markets", market.venue, market.symbol);
        },
      }))}
    />
  );
}

const UNHEARD: PriceDoubt = { reason: "Nothing newer arrives: this is what was told last." };

function useMarketDoubt(instrument: Instrument): PriceDoubt | null {
  const isOld = useStore(pricesStore, ({ status }) => status === "failed");
  // As text, so that the same doubt is drawn once.
  const reason = useStore(pricesStore, ({ value }) =>
    value === null ? null : (doubtOfMarket(value, instrument.base, instrument)?.reason ?? null),
  );
  if (isOld) return UNHEARD;
  return reason === null ? null : { reason };
}

/** This venue's own mid; the day's change is the consensus', which outlives a venue's pause. */
function MarketPrice({ instrument }: { readonly instrument: Instrument }) {
  const { venue, symbol, base, priceStep } = instrument;
  const quote = useStore(pricesStore, ({ value }) =>
    value?.quotes.find((candidate) => candidate.venue === venue && candidate.symbol === symbol),
  );
  const consensus = useStore(pricesStore, ({ value }) => value?.prices.find(({ asset }) => asset === base));
  const isStale = useStore(pricesStore, ({ status }) => status === "failed");
  const doubt = useMarketDoubt(instrument);
  const mid = quote === undefined ? undefined : midOf(quote).toString();
  const change = consensus === undefined ? null : dayChange(consensus);
  return (
    <>
      <Doubted doubt={doubt} className="fig3 market-price">
        <NumberCell value={mid} text={formatPrice(mid, priceStep)} />
      </Doubted>
      <span className={`two market-day num${isStale ? " stale-content" : ""}`}>
        {change === null ? (
          <span className="t3" title="No price of 24 hours ago is known">
            n/a
          </span>
        ) : (
          <Doubted doubt={doubtOfPrice(consensus?.state ?? null)} className="med row">
            <ChangePercent share={change.share} />
            <span className="t3">
              {formatDecimal(change.amount, { scale: scaleOfStep(priceStep), sign: "always" })}
            </span>
          </Doubted>
        )}
        <small className="row">
          <SourceOrState venue={venue} state={isStale && quote !== undefined ? "stale" : quote?.state} />
        </small>
      </span>
    </>
  );
}

interface SourceOrStateProps {
  readonly venue: Instrument["venue"];
  readonly state: keyof typeof HEALTH_WORDS | undefined;
}

function SourceOrState({ venue, state }: SourceOrStateProps) {
  const nature = venueNature(venue);
  const word = state === undefined ? "no quote" : HEALTH_WORDS[state];
  return (
    <>
      <HealthDot health={state ?? "off"} small />
      {nature === "real" ? word : `${word}, ${nature}`}
    </>
  );
}

interface CandlesProps {
  readonly instrument: Instrument;
  readonly timeframe: Timeframe;
}

function Candles({ instrument, timeframe }: CandlesProps) {
  const { timeZone } = usePreferences();
  const now = useNow();
  const chart = useRef<PriceChartHandle>(null);
  const candles = useCandles(instrument, timeframe);
  const fills = useOwnFills(instrument);
  const signals = useOwnSignals(instrument);
  const levels = useOwnLevels(instrument);
  const marks = useMemo(() => [...fills, ...toSignalMarks(signals, timeZone)], [fills, signals, timeZone]);
  const isDoubted = useMarketDoubt(instrument) !== null;
  const { live, key, history } = candles;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart that starts over needs its live candles again.
  useEffect(() => {
    for (const candle of live) chart.current?.update(candle);
  }, [live, key, history]);
  const state = toPanelState(candles.remote, { now, isEmpty: () => history.length === 0 && live.length === 0 });
  return (
    <>
      <div className="col grow market-chart">
        <LoadableView
          data={state}
          skeleton={<Skeleton width="100%" />}
          empty={{ children: `No candle of ${instrument.symbol} is known yet. The first comes with the next trade.` }}
        >
          {() => (
            <PriceChart
              ref={chart}
              seriesKey={key}
              label={`${instrument.symbol} at ${venueName(instrument.venue)}, candles of ${TIMEFRAME_WORDS[timeframe]}`}
              candles={history}
              tick={instrument.priceStep}
              timeZone={timeZone}
              emaPeriods={EMA_PERIODS}
              marks={marks}
              levels={levels}
              onOpenMark={openSignal}
              isDoubted={isDoubted}
              {...(candles.loadOlder === undefined ? {} : { onNeedOlder: candles.loadOlder })}
            />
          )}
        </LoadableView>
      </div>
      <div className="pf market-foot">
        <span className="row f12 t2">
          <Triangle up /> Bought
        </span>
        <span className="row f12 t2">
          <Triangle up={false} /> Sold
        </span>
        <span className="f12 t3 nowrap">
          {fills.length === 0 ? "no own fill yet" : `${fills.length} own ${fills.length === 1 ? "fill" : "fills"}`}
        </span>
        <SignalMenu signals={signals} />
        {levels.length === 0 ? null : (
          <span className="f12 t3 trunc" title={LOCAL_STOPS}>
            stop works only while this runs
          </span>
        )}
        <span className="grow" />
        {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
      </div>
    </>
  );
}

function useOwnFills({ base }: Instrument) {
  const client = useClient();
  const { profile } = useActiveProfile();
  const planChanged = useStore(plansStore, ({ value }) => value?.latest[0]?.updatedAt ?? 0);
  const transactions = useQuery({
    key: `${profile.id} ${base}`,
    ask: (signal) => client.portfolio.assetDetail({ profileId: profile.id, asset: base }, { signal }),
    everyMs: FILLS_EVERY_MS,
    refresh: planChanged,
  }).value?.transactions;
  return useMemo(() => toFillMarks(transactions ?? []), [transactions]);
}

function openSignal(id: string): void {
  location.hash = hashOf("signals", id);
}

function useOwnSignals({ base }: Instrument): readonly Signal[] {
  const { profile } = useActiveProfile();
  const signals = useStore(signalsStore, (state) => (state.profileId === profile.id ? state.value : null));
  return useMemo(() => signalsOf(signals ?? [], base), [signals, base]);
}

const NO_LEVELS: readonly PriceMarkLevel[] = [];

/** On markets against the profile's currency: elsewhere the same levels would be other numbers. */
function useOwnLevels({ base, quote }: Instrument): readonly PriceMarkLevel[] {
  const { profile } = useActiveProfile();
  const positions = useSignalPositions(profile.id).value;
  const reading = quote === profile.currency ? positions?.open.find(({ asset }) => asset === base) : undefined;
  // As text, so that levels that did not move are not drawn again.
  const key = reading === undefined ? null : JSON.stringify(toPositionLevels(reading));
  return useMemo(() => (key === null ? NO_LEVELS : (JSON.parse(key) as readonly PriceMarkLevel[])), [key]);
}

/** The marks on the chart as a list: what a pointer can open there the keyboard opens here. */
function SignalMenu({ signals }: { readonly signals: readonly Signal[] }) {
  const { timeZone } = usePreferences();
  if (signals.length === 0) return <span className="f12 t3">no signal yet</span>;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="btn ghost">
          <span className="up" aria-hidden="true">
            ↑
          </span>
          <span className="dn" aria-hidden="true">
            ↓
          </span>
          {signals.length === 1 ? "1 signal" : `${signals.length} signals`}
        </button>
      }
      entries={signals.slice(0, MOST_LISTED).map((signal) => ({
        id: signal.id,
        label: signalWords(signal, timeZone),
        onSelect: () => openSignal(signal.id),
      }))}
    />
  );
}

function Triangle({ up }: { readonly up: boolean }) {
  return (
    <svg className="mark-key" width="9" height="8" aria-hidden="true">
      <path d={up ? "M4.500 0 9 8H0Z" : "M4.500 8 0 0H9Z"} />
    </svg>
  );
}
