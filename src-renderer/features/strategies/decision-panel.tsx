// What was decided on a market's newest bar: what the strategies come to together, against which thresholds, and until when it stands?
import { useStore } from "zustand";
import { Chip } from "#renderer/components/chip.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatStatistic } from "#renderer/lib/format-statistic.ts";
import { formatDayClock } from "#renderer/lib/format-time.ts";
import { signalsStore } from "#renderer/stores/engine-stores.ts";
import type { DecisionRecord, Judgement } from "#shared/domain/decision.ts";
import type { StrategySymbolView } from "#shared/domain/strategies-view.ts";
import { HOUR_MS } from "#shared/domain/time.ts";
import { directionOf, verdictOf, withTitles } from "./market-words.ts";

export interface DecisionPanelProps {
  readonly market: StrategySymbolView;
}

export function DecisionPanel({ market: { decision, bars } }: DecisionPanelProps) {
  if (decision === null) {
    return (
      <Panel title="Decision" className="strategy-decision">
        <EmptyState>Nothing was decided on this market yet.</EmptyState>
      </Panel>
    );
  }
  const { mapper } = decision.outcome;
  const { mode } = decision.inputs.configuration;
  const { sign, word, tone } = directionOf(mapper);
  return (
    <Panel
      title="Decision"
      meta={mode === "pick" ? "one drawn for the epoch" : "all that vote, joined"}
      actions={<Chip tone="muted">{mode === "pick" ? "Pick" : "Ensemble"}</Chip>}
      className="strategy-decision"
    >
      <PanelBody className="strategy-decision-body">
        <p className="row">
          <span className={`fig2 ${tone}`}>
            <span aria-hidden="true">{sign}</span> {word}
          </span>
          {mapper.state === "read" ? <span className="fig3 num">{formatStatistic(mapper.direction)}</span> : null}
        </p>
        <p className="f12">{withTitles(mapper.because)}.</p>
        <p className="f12 semi row">
          <Icon name={mapper.state === "read" && mapper.passes ? "check" : "minus"} size="small" />
          {verdictOf(decision)}
        </p>
        <Thresholds mapper={mapper} decision={decision} />
        <Facts decision={decision} bars={bars} />
      </PanelBody>
    </Panel>
  );
}

function Thresholds({ mapper, decision }: { readonly mapper: Judgement; readonly decision: DecisionRecord }) {
  const { confidenceThreshold, signalStrengthThreshold } = decision.inputs.configuration;
  const isRead = mapper.state === "read";
  return (
    <div className="strategy-thresholds">
      <Threshold
        name="Confidence"
        value={isRead ? mapper.confidence : null}
        least={confidenceThreshold}
        detail="share of its own readings that this one beats"
      />
      <Threshold
        name="Strength"
        value={isRead ? Math.abs(mapper.direction) : null}
        least={signalStrengthThreshold}
        detail="size of its direction"
      />
    </div>
  );
}

interface ThresholdProps {
  readonly name: string;
  readonly value: number | null;
  readonly least: number;
  readonly detail: string;
}

function Threshold({ name, value, least, detail }: ThresholdProps) {
  const words = `${value === null ? "none" : formatStatistic(value, 3)}, at least ${formatStatistic(least, 3)} is needed`;
  return (
    <div title={detail}>
      <span className="row f12">
        <span className="t2">{name}</span>
        <span className="end num">
          <span className="med">{value === null ? "none" : formatStatistic(value, 3)}</span>{" "}
          <span className="t3">of {formatStatistic(least, 3)}</span>
        </span>
      </span>
      <Meter
        ratio={value ?? 0}
        tone={value === null ? "unknown" : value >= least ? "ok" : "ink"}
        label={`${name}: ${words}`}
      />
    </div>
  );
}

/** Moments and the hash; every decision is made on a closed bar, and the next one is due when the next has closed. */
function Facts({ decision, bars }: { readonly decision: DecisionRecord; readonly bars: number }) {
  const { timeZone } = usePreferences();
  const now = useNow();
  const { closedAt, decisionHash, inputs } = decision;
  const signal = useStore(signalsStore, ({ value }) => value?.find((one) => one.decisionHash === decisionHash));
  const next = closedAt + Math.max(1, Math.ceil((now - closedAt) / HOUR_MS)) * HOUR_MS;
  const rows = [
    ...Object.entries(decision.outcome.mapper.inputs).map(([name, value]) => [capital(name), formatStatistic(value)]),
    ...(inputs.pick === null ? [] : [["Epoch of the draw", String(inputs.pick.epoch)]]),
    ["Candle closed", formatDayClock(closedAt, timeZone)],
    ["Next closes", `${formatDayClock(next, timeZone)}, in ${formatDuration(next - now)}`],
    ["Signal expires", signal === undefined ? "no signal" : formatDayClock(signal.expiresAt, timeZone)],
    ["Closed bars known", formatStatistic(bars, 9)],
  ] as const;
  return (
    <dl className="fields">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
      <div>
        <dt>Decision hash</dt>
        <dd>
          <HashText value={decisionHash} label="Decision hash" />
        </dd>
      </div>
    </dl>
  );
}

const capital = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
