// How did the market move, in which regime is it, and what did chosen features say meanwhile?
import { useMemo, useState } from "react";
import { priceFormatter } from "#renderer/charts/chart-look.ts";
import { FeatureChart, type NamedLine } from "#renderer/charts/feature-chart.tsx";
import { likeliestRegime, type RegimeChances } from "#renderer/charts/regime-band.ts";
import { Button } from "#renderer/components/button.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { Skeleton } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { scaleForSize } from "#renderer/lib/format-decimal.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatShare } from "#renderer/lib/format-statistic.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { MarketLook } from "#shared/domain/market-look.ts";
import type { StrategySymbolView } from "#shared/domain/strategies-view.ts";
import {
  columnOf,
  OVERLAYS,
  type OverlayId,
  regimesOf,
  UNDERLAYS,
  type UnderlayId,
  writeFeature,
} from "./look-features.ts";
import { REGIMES } from "./market-words.ts";

export interface PricePanelProps {
  readonly market: StrategySymbolView;
  readonly look: RemoteState<MarketLook>;
}

const NO_REGIMES: readonly (RegimeChances | null)[] = [];

export function PricePanel({ market, look }: PricePanelProps) {
  const [overlays, setOverlays] = useState<readonly OverlayId[]>(["sma20"]);
  const [underlay, setUnderlay] = useState<UnderlayId>("rsi_14");
  const [hasRegimes, setHasRegimes] = useState(true);
  const now = useNow();
  const state = toPanelState(look, { now, isEmpty: ({ openTimes }) => openTimes.length === 0 });
  const toggle = (id: OverlayId) =>
    setOverlays(overlays.includes(id) ? overlays.filter((other) => other !== id) : [...overlays, id]);
  return (
    <Panel
      title="Price and features"
      meta={`${market.symbol}, hourly`}
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          {OVERLAYS.map(({ id, label }) => (
            <Button key={id} kind="ghost" pressed={overlays.includes(id)} onClick={() => toggle(id)}>
              {label}
            </Button>
          ))}
          <Button kind="ghost" pressed={hasRegimes} onClick={() => setHasRegimes(!hasRegimes)}>
            Regimes
          </Button>
          <SelectField
            label="Feature below the price"
            hideLabel
            options={UNDERLAYS}
            value={underlay}
            onChange={setUnderlay}
            width={136}
          />
        </>
      }
      foot={<RegimeWords chances={market.regime} look={look.value} />}
      className="strategy-price"
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <Skeleton width="100%" height={280} />
          </PanelBody>
        }
        empty={{ children: `No closed candle of ${market.symbol} is known yet.` }}
      >
        {(value) => <Chart look={value} overlays={overlays} underlay={underlay} hasRegimes={hasRegimes} />}
      </LoadableView>
    </Panel>
  );
}

interface ChartProps {
  readonly look: MarketLook;
  readonly overlays: readonly OverlayId[];
  readonly underlay: UnderlayId;
  readonly hasRegimes: boolean;
}

function Chart({ look, overlays, underlay, hasRegimes }: ChartProps) {
  const { timeZone } = usePreferences();
  const regimes = useMemo(() => (hasRegimes ? regimesOf(look) : NO_REGIMES), [look, hasRegimes]);
  const decimals = scaleForSize(Decimal.parse(look.closes.at(-1) ?? "0"), 5, 2, 10);
  const over = useMemo(() => {
    const writePrice = priceFormatter(decimals);
    return OVERLAYS.filter(({ id }) => overlays.includes(id)).flatMap(({ lines }): NamedLine[] =>
      lines.map(({ name, label, look: own }) => ({
        ...{ id: name, label, look: own, values: columnOf(look, name) },
        write: (value) => (value === null ? "n/a" : writePrice(value)),
      })),
    );
  }, [look, overlays, decimals]);
  const under = useMemo((): NamedLine | null => {
    const chosen = UNDERLAYS.find(({ value }) => value === underlay);
    if (chosen === undefined || chosen.value === "none") return null;
    const values = columnOf(look, chosen.value);
    return { id: chosen.value, label: chosen.label, look: "second", values, write: writeFeature };
  }, [look, underlay]);
  return (
    <div className="col grow strategy-chart">
      <FeatureChart
        seriesKey={`${look.venue} ${look.symbol}`}
        label={`${look.symbol}, hourly closes with features`}
        openTimes={look.openTimes}
        closes={look.closes}
        writePrice={formatPrice}
        decimals={decimals}
        regimes={regimes}
        over={over}
        under={under}
        timeZone={timeZone}
      />
    </div>
  );
}

interface RegimeWordsProps {
  readonly chances: RegimeChances | null;
  readonly look: MarketLook | null;
}

/** The chances of the newest bar in figures, with the shades that they have in the picture. */
function RegimeWords({ chances: decided, look }: RegimeWordsProps) {
  const chances = decided ?? (look === null ? null : (regimesOf(look).at(-1) ?? null));
  if (chances === null) {
    return <span className="f12 t3">Regimes are not known yet: the first are fitted to 2,000 closed bars.</span>;
  }
  const now = likeliestRegime(chances);
  return (
    <span className="row f12 regime-words">
      <span className="t2">Regime now</span>
      {REGIMES.map((word, regime) => (
        <span key={word} className={regime === now ? "row med" : "row t2"}>
          <i className={`regime-key regime-${regime}`} />
          {word} {formatShare(chances[regime] ?? 0)}
        </span>
      ))}
    </span>
  );
}
