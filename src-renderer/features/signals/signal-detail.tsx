// Why does this signal say what it says? Inputs, rule, decision hash, and the way to a plan.
import { toChartNumber } from "#renderer/charts/to-chart-number.ts";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { ACTIONS, SOURCES } from "./signal-columns.tsx";

export interface SignalDetailProps {
  readonly signal: Signal | null;
  readonly now: number;
}

export function SignalDetail({ signal, now }: SignalDetailProps) {
  const { timeZone } = usePreferences();
  const plan = () => {
    location.hash = hashOf("rebalance");
  };
  useShortcuts(signal === null ? [] : [{ keys: "p", run: plan }]);
  if (signal === null) {
    return (
      <Panel title="Signal">
        <PanelBody>
          <EmptyState>Choose a signal to see what it rests on.</EmptyState>
        </PanelBody>
      </Panel>
    );
  }
  const { sign, word, tone } = ACTIONS[signal.action];
  const open = signal.expiresAt > now;
  return (
    <Panel
      title={
        <span className={tone}>
          <span aria-hidden="true">{sign}</span> {word} {signal.asset ?? "portfolio"}
        </span>
      }
      meta={
        <span className="row">
          <Chip tone="muted">{SOURCES[signal.source]}</Chip>
          <span>{open ? `expires in ${formatDuration(signal.expiresAt - now)}` : "expired"}</span>
        </span>
      }
      actions={
        <Button kind="primary" kbd="P" onClick={plan}>
          Make a plan
        </Button>
      }
    >
      <PanelBody scroll>
        <p className="f14 signal-summary">{signal.summary}</p>
        <div className="signal-measures">
          <Measure name="Strength" value={signal.strength} />
          <Measure name="Confidence" value={signal.confidence} />
        </div>
        <div className="signal-columns">
          <section>
            <h3>Rationale</h3>
            <dl className="fields">
              {signal.rationale.map((row) => (
                <div key={row.name}>
                  <dt>{row.name}</dt>
                  <dd className="row">
                    <span className="num med">{row.value}</span>
                    {row.needs === null ? null : <span className="t3">{row.needs}</span>}
                    {row.passed === null ? null : (
                      <Icon name={row.passed ? "check" : "close"} size="small" className={row.passed ? "up" : "t3"} />
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <section>
            <h3>Decision</h3>
            <dl className="fields">
              <div>
                <dt>Hash</dt>
                <dd>
                  <HashText value={signal.decisionHash} label="Decision hash" />
                </dd>
              </div>
              <div>
                <dt>Rule</dt>
                <dd>{signal.rule}</dd>
              </div>
              <div>
                <dt>Seen at</dt>
                <dd>{formatDateTime(signal.ts, timeZone)}</dd>
              </div>
            </dl>
          </section>
        </div>
      </PanelBody>
    </Panel>
  );
}

interface MeasureProps {
  readonly name: string;
  readonly value: string;
}

function Measure({ name, value }: MeasureProps) {
  const text = formatDecimal(value, { scale: 2, sign: "auto" });
  return (
    <div>
      <span className="row">
        <span className="lab">{name}</span>
        <span className="fig2 end">{text}</span>
      </span>
      <Meter ratio={toChartNumber(value)} label={`${name} ${text}`} />
    </div>
  );
}
