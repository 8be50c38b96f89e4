// Where does the market stand in its dominant cycle, drawn and in words?
import { CycleWheel } from "#renderer/charts/cycle-wheel.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { formatStatistic } from "#renderer/lib/format-statistic.ts";
import type { DecisionRecord } from "#shared/domain/decision.ts";
import type { WheelView } from "#shared/domain/strategies-view.ts";
import { barOfCycle } from "./market-words.ts";

export interface WheelPanelProps {
  readonly wheel: WheelView | null;
  /** False while it is still reckoned. */
  readonly isKnown: boolean;
  readonly decision: DecisionRecord | null;
}

export function WheelPanel({ wheel, isKnown, decision }: WheelPanelProps) {
  const weight = decision?.inputs.configuration.weights.cycleWheel;
  const say = weight === undefined ? "not run here" : weight === 0 ? "without a say" : "has a say";
  return (
    <Panel title="Cycle wheel" meta={say} className="strategy-wheel">
      {wheel === null ? (
        <NoWheel isKnown={isKnown} />
      ) : (
        <PanelBody className="wheel-body">
          <CycleWheel wheel={wheel} />
          <dl className="fields wheel-facts">
            <div>
              <dt>Phase</dt>
              <dd className="med">{wheel.phase}</dd>
            </div>
            <div>
              <dt>Rotation</dt>
              <dd className="num">{formatStatistic(wheel.angle, 3)}°</dd>
            </div>
            <div>
              <dt>In the cycle</dt>
              <dd className="num">{barOfCycle(wheel)}</dd>
            </div>
            <div>
              <dt>Mode</dt>
              <dd>{wheel.cycleMode ? "cycle" : "trend"}</dd>
            </div>
          </dl>
          {wheel.cycleMode ? null : (
            <p className="f12 t2">The market is in trend mode: nothing is read from the wheel.</p>
          )}
        </PanelBody>
      )}
    </Panel>
  );
}

function NoWheel({ isKnown }: { readonly isKnown: boolean }) {
  if (isKnown) return <EmptyState>No cycle is known yet: it takes some 100 closed bars.</EmptyState>;
  return (
    <PanelBody>
      <SkeletonRows rows={6} />
    </PanelBody>
  );
}
