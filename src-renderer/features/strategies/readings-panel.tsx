// What does each strategy say of a market's newest bar, from which inputs, and why?
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { formatShare, formatStatistic } from "#renderer/lib/format-statistic.ts";
import type { Judgement } from "#shared/domain/decision.ts";
import type { StrategySymbolView } from "#shared/domain/strategies-view.ts";
import { STRATEGY_TITLES, type StrategyName, strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { directionOf } from "./market-words.ts";

export interface ReadingsPanelProps {
  readonly market: StrategySymbolView;
}

export function ReadingsPanel({ market: { decision } }: ReadingsPanelProps) {
  const names = strategyNameSchema.options.filter((name) => decision?.outcome.strategies[name] !== undefined);
  return (
    <Panel title="What each strategy says" meta="of the same closed bar" className="strategy-readings">
      {decision === null || names.length === 0 ? (
        <EmptyState>No strategy is run for this profile: give one a weight under Settings.</EmptyState>
      ) : (
        <ul className="reading-list">
          {names.map((name) => {
            const judgement = decision.outcome.strategies[name];
            return judgement === undefined ? null : (
              <Reading
                key={name}
                name={name}
                weight={decision.inputs.configuration.weights[name] ?? 0}
                judgement={judgement}
                scaledBy={decision.outcome.mapper.inputs["scaled by"] ?? null}
              />
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

interface ReadingProps {
  readonly name: StrategyName;
  readonly weight: number;
  readonly judgement: Judgement;
  /** What the ensemble's direction was multiplied by; null: by nothing. */
  readonly scaledBy: number | null;
}

function Reading({ name, weight, judgement, scaledBy }: ReadingProps) {
  const inputs = Object.entries(judgement.inputs);
  const isScale = name === "executionSchedule";
  return (
    <li className="reading">
      <div className="reading-head">
        <h3>{STRATEGY_TITLES[name]}</h3>
        <span className="t3 num">{weight === 0 ? "no say" : `weight ${formatShare(weight)}`}</span>
        {isScale ? <Scale factor={scaledBy} /> : <Voice judgement={judgement} />}
      </div>
      <p className="f12">{judgement.because}.</p>
      {inputs.length === 0 ? null : (
        <dl className="reading-inputs">
          {inputs.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="num">{formatStatistic(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

function Voice({ judgement }: { readonly judgement: Judgement }) {
  const { sign, word, tone } = directionOf(judgement);
  return (
    <>
      <span className={`med ${tone} reading-direction`}>
        <span aria-hidden="true">{sign}</span> {word}
        {judgement.state === "read" ? ` ${formatStatistic(Math.abs(judgement.direction), 3)}` : ""}
      </span>
      {judgement.state === "read" ? (
        <span className="t2 num row reading-confidence">
          confidence {formatStatistic(judgement.confidence, 3)}
          <Icon name={judgement.passes ? "check" : "minus"} size="small" />
          <span className="sr">{judgement.passes ? "meets both thresholds" : "does not meet both thresholds"}</span>
        </span>
      ) : null}
    </>
  );
}

/** It has no side: the others' direction is multiplied by it, also before it has the bars that its own confidence needs. */
function Scale({ factor }: { readonly factor: number | null }) {
  return (
    <span className="med t2 reading-direction">
      {factor === null ? "Nothing is scaled" : `Scales the others by ${formatStatistic(factor, 3)}`}
    </span>
  );
}
