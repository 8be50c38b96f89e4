// Which signal or position is this plan made from, and how did its size come about?
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useSignalPositions } from "#renderer/hooks/use-signal-positions.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { hideBareAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { ADVICE_WORDS, EXIT_WORDS, LOCAL_STOPS, sizingLines } from "#renderer/lib/position-words.ts";
import { ACTIONS, SOURCES } from "#renderer/lib/signal-words.ts";
import { signalsStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { SignalAsk } from "#renderer/stores/ticket-ask.ts";
import type { PositionsView } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { PositionReading, TradeSignal } from "#shared/domain/signal-position.ts";
import { Quantity } from "./quantity.tsx";

export interface SignalPlanSideProps {
  readonly profile: Profile;
  readonly ask: SignalAsk;
  readonly because: string | null;
  /** Why the plan sells, as it stood when it was made; null without a plan of an exit. */
  readonly exit: TradeSignal["exit"] | null;
  readonly planning: boolean;
  readonly onAgain: () => void;
}

export function SignalPlanSide({ profile, ask, because, exit, planning, onAgain }: SignalPlanSideProps) {
  const positions = useSignalPositions(profile.id).value;
  const signals = useStore(signalsStore, (state) => (state.profileId === profile.id ? state.value : null));
  const again = (
    <Button icon="return" kbd="R" onClick={onAgain} disabled={planning}>
      Plan again
    </Button>
  );
  if (ask.kind === "exit") {
    const reading = positions?.open.find(({ asset }) => asset === ask.asset);
    return (
      <Panel
        title={`Exit of ${ask.asset}`}
        meta="from a signal"
        actions={<Back href={hashOf("signals", "positions", ask.asset)}>To the position</Back>}
        foot={again}
      >
        <PanelBody scroll>
          {reading === undefined ? (
            <p className="f12 t2">{positions === null ? "The position is being read." : noPosition(ask.asset)}</p>
          ) : (
            <ExitFacts reading={reading} because={because} exit={exit ?? null} />
          )}
        </PanelBody>
      </Panel>
    );
  }
  const signal = signals?.find(({ id }) => id === ask.signalId);
  return (
    <Panel
      title="From a signal"
      actions={<Back href={hashOf("signals", ask.signalId)}>To the signal</Back>}
      foot={again}
    >
      <PanelBody scroll>
        {signal === undefined ? (
          <p className="f12 t2">
            {signals === null ? "The signal is being read." : "This signal is not among the latest ones."}
          </p>
        ) : (
          <SignalFacts signal={signal} />
        )}
        <SizeFacts profile={profile} positions={positions} because={because} isSale={signal?.action === "sell"} />
      </PanelBody>
    </Panel>
  );
}

const noPosition = (asset: string) => `No position of ${asset} from a signal is open.`;

function Back({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a className="btn ghost" href={href}>
      <Icon name="back" size="small" />
      {children}
    </a>
  );
}

function SignalFacts({ signal }: { readonly signal: Signal }) {
  const now = useNow();
  const { sign, word, tone } = ACTIONS[signal.action];
  const left = signal.expiresAt - now;
  return (
    <section className="ticket-facts">
      <p className="row">
        <b className={`semi f14 ${tone}`}>
          <span aria-hidden="true">{sign}</span> {word}
        </b>
        {signal.asset === null ? null : <AssetLabel asset={signal.asset} />}
        <Chip tone="muted">{SOURCES[signal.source]}</Chip>
        <span className="f12 t3">{left > 0 ? `expires in ${formatDuration(left)}` : "expired"}</span>
      </p>
      <p className="f12 t2">{signal.summary}</p>
    </section>
  );
}

interface SizeFactsProps {
  readonly profile: Profile;
  readonly positions: PositionsView | null;
  readonly because: string | null;
  readonly isSale: boolean;
}

function SizeFacts({ profile, positions, because, isSale }: SizeFactsProps) {
  return (
    <section className="ticket-facts">
      <h3>How the size comes about</h3>
      <SizeWords because={because} isAmount={isSale} />
      {isSale ? (
        <p className="f12 t2">A sale from a signal sells what was bought from signals, and nothing held by target.</p>
      ) : (
        <>
          <dl className="fields">
            {sizingLines(profile.positions, positions?.open.length ?? null).map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <p className="f12 t2">What is bought becomes a position with a stop and take-profit levels. {LOCAL_STOPS}</p>
        </>
      )}
    </section>
  );
}

interface SizeWordsProps {
  readonly because: string | null;
  /** They name what is held; else they name shares, which privacy mode leaves. */
  readonly isAmount: boolean;
}

/** The engine's own words for what it reckoned. */
function SizeWords({ because, isAmount }: SizeWordsProps) {
  const { hideAmounts } = usePreferences();
  if (because === null) return null;
  const words = hideAmounts && isAmount ? hideBareAmountsIn(because) : because;
  return (
    <p className="f13">
      {words.slice(0, 1).toUpperCase()}
      {words.slice(1)}.
    </p>
  );
}

interface ExitFactsProps {
  readonly reading: PositionReading;
  readonly because: string | null;
  readonly exit: NonNullable<TradeSignal["exit"]> | null;
}

function ExitFacts({ reading, because, exit }: ExitFactsProps) {
  const { risk } = reading;
  return (
    <section className="ticket-facts">
      {exit === null ? null : <p className="f13">{exitWords(exit.kind)}</p>}
      <h3>How the size comes about</h3>
      <SizeWords because={because} isAmount />
      <dl className="fields">
        <div>
          <dt>Held from signals</dt>
          <dd className="num">
            <Quantity amount={reading.quantity} asset={reading.asset} />
          </dd>
        </div>
        <div>
          <dt>Entry price</dt>
          <dd className="num">{formatPrice(reading.entryPrice)}</dd>
        </div>
        <div>
          <dt>Price now</dt>
          <dd className="num">{reading.price === null ? "none that is fresh" : formatPrice(reading.price)}</dd>
        </div>
        <div>
          <dt>The monitor advises</dt>
          <dd>{ADVICE_WORDS[risk.advice]}</dd>
        </div>
      </dl>
      {exit === null || exit.kind === "takeProfit" || exit.kind === "risk" ? null : (
        <p className="f12 t2">
          What a stop sold is parked: its target stays in cash until you re-arm it, so that no rebalance buys it back.
        </p>
      )}
    </section>
  );
}

function exitWords(kind: NonNullable<TradeSignal["exit"]>["kind"]): string {
  return kind === "risk"
    ? "None of its levels was reached when this was planned: it is sold because you ask for it, or for its risk."
    : `${EXIT_WORDS[kind]} was reached when this was planned.`;
}
