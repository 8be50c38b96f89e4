// Why does this signal say what it says? Inputs, rule, decision hash, its replay, how good its like was, and the way to a plan.
import { useStore } from "zustand";
import { toChartNumber } from "#renderer/charts/to-chart-number.ts";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { ChangePercent } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { doubtOfPrice } from "#renderer/lib/price-doubt.ts";
import { ACTIONS, isOfRule, SOURCES } from "#renderer/lib/signal-words.ts";
import { pricesStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { SignalPast } from "./signal-past.tsx";
import { SignalRationale } from "./signal-rationale.tsx";
import { SignalReplay } from "./signal-replay.tsx";

export interface SignalDetailProps {
  readonly signal: Signal | null;
  readonly now: number;
  /** Approved from this signal, newest first. */
  readonly plans: readonly PlanRecord[];
}

export function SignalDetail({ signal, now, plans }: SignalDetailProps) {
  const { hideAmounts } = usePreferences();
  const lack = signal === null ? null : planLack(signal, now);
  const plan = () => {
    if (signal === null || lack !== null) return;
    location.hash = isOfRule(signal) ? hashOf("rebalance") : hashOf("rebalance", "signal", signal.id);
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
        <Button kind="primary" kbd="P" onClick={plan} disabled={lack !== null} title={lack ?? undefined}>
          Make a plan
        </Button>
      }
    >
      <PanelBody scroll>
        <p className="f14 signal-summary">{hideAmounts ? hideAmountsIn(signal.summary) : signal.summary}</p>
        {lack === null ? null : <p className="f12 t2">{lack}</p>}
        <Plans plans={plans} />
        <div className="signal-measures">
          <Measure name="Strength" value={signal.strength} />
          <Measure name="Confidence" value={signal.confidence} />
        </div>
        {isOfRule(signal) ? null : <SignalPast signal={signal} />}
        <div className="signal-columns">
          <div>
            <SignalRationale rows={signal.rationale} />
          </div>
          <Decision signal={signal} now={now} />
        </div>
      </PanelBody>
    </Panel>
  );
}

/** Why no plan can come of it, where that is sure; all else the engine says when it is asked. */
function planLack(signal: Signal, now: number): string | null {
  const { expiresAt, action } = signal;
  if (expiresAt <= now) return "It has expired, so no plan is made of it: wait for the next one.";
  // A rule that says so asks for a look at the whole: the rebalance is where to look.
  return action === "hold" && !isOfRule(signal) ? "It says to hold: there is nothing to trade." : null;
}

function Plans({ plans }: Pick<SignalDetailProps, "plans">) {
  const [latest] = plans;
  if (latest === undefined) return null;
  return (
    <p className="f12 t2 row">
      A plan was approved from it.
      <a className="btn ghost" href={hashOf("rebalance", "history", latest.plan.planId)}>
        See what became of it
      </a>
    </p>
  );
}

interface DecisionProps {
  readonly signal: Signal;
  readonly now: number;
}

function Decision({ signal, now }: DecisionProps) {
  const { timeZone } = usePreferences();
  return (
    <section className="signal-decision">
      <h3>Decision</h3>
      {isOfRule(signal) ? null : <SignalReplay key={signal.id} signal={signal} />}
      <dl className="fields">
        {isOfRule(signal) ? (
          <div>
            <dt>Hash</dt>
            <dd>
              <HashText value={signal.decisionHash} label="Decision hash" />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>Rule</dt>
          <dd>{signal.rule}</dd>
        </div>
        <div>
          <dt>{isOfRule(signal) ? "Seen at" : "Inputs closed at"}</dt>
          <dd>{formatDateTime(signal.ts, timeZone)}</dd>
        </div>
        <div>
          <dt>{signal.expiresAt > now ? "Expires at" : "Expired at"}</dt>
          <dd>{formatDateTime(signal.expiresAt, timeZone)}</dd>
        </div>
        {signal.price === null ? null : (
          <div>
            <dt>Price at the signal</dt>
            <dd className="num">{formatPrice(signal.price)}</dd>
          </div>
        )}
        <SinceThen signal={signal} />
      </dl>
      {isOfRule(signal) ? (
        <p className="f12 t3">
          A rule has no stored inputs to be made again from: what it saw stands under the rationale.
        </p>
      ) : null}
    </section>
  );
}

const SHARE_SCALE = 10;

function SinceThen({ signal: { asset, price, profileId } }: { readonly signal: Signal }) {
  const consensus = useStore(pricesStore, (state) =>
    state.profileId === profileId ? state.value?.prices.find((known) => known.asset === asset) : undefined,
  );
  const before = Decimal.parse(price ?? "0");
  if (consensus === undefined || !before.isPositive) return null;
  const share = Decimal.parse(consensus.price).sub(before).div(before, SHARE_SCALE, "halfEven");
  return (
    <div>
      <dt>Price since then</dt>
      <dd className="num">
        <Doubted doubt={doubtOfPrice(consensus.state)}>
          <ChangePercent share={share.toString()} />
        </Doubted>
      </dd>
    </div>
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
