// When is this position left, how near is that, and what does its monitor advise?
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { HIDDEN_AMOUNT } from "#renderer/lib/format-decimal.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { ADVICE_WORDS, EXIT_WORDS, RISK_PART_WORDS } from "#renderer/lib/position-words.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";
import { ADVICE_TONES } from "./position-columns.tsx";
import { type PriceLevel, stepOf, toPriceLevels } from "./position-levels.ts";

export interface PositionDetailProps {
  readonly reading: PositionReading;
}

export function PositionDetail({ reading }: PositionDetailProps) {
  const { asset, due, signalId } = reading;
  const plan = () => {
    location.hash = hashOf("rebalance", "exit", asset);
  };
  useShortcuts([{ keys: "p", run: plan }]);
  return (
    <Panel
      title={`${asset} from a signal`}
      actions={
        <>
          <a className="btn ghost" href={hashOf("signals", signalId)}>
            Its signal
            <Icon name="chevronRight" size="small" />
          </a>
          <Button kind="primary" kbd="P" onClick={plan}>
            Plan the exit
          </Button>
        </>
      }
    >
      <PanelBody scroll>
        {due === null ? null : (
          <Note tone={due.kind === "takeProfit" ? "ok" : "over"} icon="alert" title={`${EXIT_WORDS[due.kind]} is due.`}>
            <DueWords due={due} asset={asset} />
          </Note>
        )}
        <div className="position-columns">
          <section>
            <h3>Levels</h3>
            <Levels levels={toPriceLevels(reading)} step={stepOf(reading)} />
            <TimeStop leaveAt={reading.leaveAt} />
          </section>
          <Monitor reading={reading} />
        </div>
        <Facts reading={reading} />
      </PanelBody>
    </Panel>
  );
}

interface DueWordsProps {
  readonly due: NonNullable<PositionReading["due"]>;
  readonly asset: string;
}

function DueWords({ due, asset }: DueWordsProps) {
  const { hideAmounts } = usePreferences();
  const amount = hideAmounts ? HIDDEN_AMOUNT : formatQuantity(due.quantity);
  return (
    <>
      {amount} {asset} should be sold. Nothing is sent before you approve its plan.
    </>
  );
}

interface LevelsProps {
  readonly levels: readonly PriceLevel[];
  readonly step: string;
}

function Levels({ levels, step }: LevelsProps) {
  return (
    <ol className="position-levels">
      {levels.map(({ id, kind, words, price, distance, isReached }) => (
        <li key={id} className={kind}>
          <span className="grow">{words}</span>
          {isReached ? <Chip tone={kind === "stop" ? "bad" : "ok"}>reached</Chip> : null}
          <span className="num med">{formatPrice(price, step)}</span>
          <span className="num t2 distance">
            {distance === null ? "" : formatPercent(distance, { sign: "always" })}
          </span>
        </li>
      ))}
    </ol>
  );
}

function TimeStop({ leaveAt }: { readonly leaveAt: number | null }) {
  const now = useNow();
  const { timeZone } = usePreferences();
  if (leaveAt === null) return <p className="f12 t3">No time stop is set.</p>;
  return (
    <p className="f12 t2">
      Time stop: {formatDateTime(leaveAt, timeZone)},{" "}
      {leaveAt > now ? `in ${formatDuration(leaveAt - now)}` : "its time has come"}.
    </p>
  );
}

function Monitor({ reading: { risk, price } }: { readonly reading: PositionReading }) {
  return (
    <section>
      <h3 className="row">
        Monitor
        <Chip tone={ADVICE_TONES[risk.advice]}>{ADVICE_WORDS[risk.advice]}</Chip>
      </h3>
      <ul className="position-risk">
        {risk.parts.map(({ name, value }) => {
          const words = RISK_PART_WORDS[name] ?? name;
          const text = formatPercent(value.toFixed(4), { scale: 0 });
          return (
            <li key={name}>
              <span className="row f12">
                <span className={risk.because === name && value > 0 ? "grow med" : "grow t2"}>{words}</span>
                <span className="num">{text}</span>
              </span>
              <Meter ratio={value} label={`${words} ${text}`} tone={value >= 0.6 ? "over" : "ink"} />
            </li>
          );
        })}
      </ul>
      <p className="f12 t3">
        {price === null
          ? "No price is fresh now, so nothing is due and the way to the stop is not known."
          : "The largest of them counts: from 60 % on half is proposed to be sold, from 80 % on all."}
      </p>
    </section>
  );
}

function Facts({ reading }: { readonly reading: PositionReading }) {
  const { timeZone, hideAmounts } = usePreferences();
  const amount = (quantity: string) => (hideAmounts ? HIDDEN_AMOUNT : formatQuantity(quantity));
  const { rule, openedAt, quantity, boughtQuantity, highest, asset } = reading;
  return (
    <dl className="fields position-facts">
      <div>
        <dt>Opened</dt>
        <dd>{formatDateTime(openedAt, timeZone)}</dd>
      </div>
      <div>
        <dt>Rule of the signal</dt>
        <dd>{rule}</dd>
      </div>
      <div>
        <dt>Left of what was bought</dt>
        <dd className="num">
          {amount(quantity)} of {amount(boughtQuantity)} {asset}
        </dd>
      </div>
      <div>
        <dt>Highest price since</dt>
        <dd className="num">{formatPrice(highest, stepOf(reading))}</dd>
      </div>
    </dl>
  );
}
