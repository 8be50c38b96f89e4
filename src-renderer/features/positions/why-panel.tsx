// Why is this number what it is? The value with the quotes it rests on now, and each figure down to entries and prices.
import type { ReactNode } from "react";
import { IconButton } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { Figure } from "#renderer/components/money.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { PriceAge } from "#renderer/components/price-age.tsx";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { doubtOfPosition, doubtOfPrice, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import { venueName } from "#shared/domain/venue.ts";
import { derivePrice, type PriceSource } from "./price-derivation.ts";
import { WHY_FIGURES, type WhyFigure } from "./why-figures.ts";

export interface WhyPanelProps {
  readonly position: Position;
  readonly currency: string;
  readonly price: ConsensusPrice | null;
  /** The price is a last known one: nothing newer arrives. */
  readonly isStale: boolean;
  readonly figure: WhyFigure;
  /** The choice of the figure. */
  readonly switcher?: ReactNode;
  readonly onClose: () => void;
  /** How the figure is made. */
  readonly children?: ReactNode;
}

const UNHEARD: PriceDoubt = { reason: "Nothing newer arrives: this is what was told last." };

export function WhyPanel(props: WhyPanelProps) {
  const { position, figure, onClose } = props;
  const name = WHY_FIGURES.find(({ value }) => value === figure)?.label ?? "";
  return (
    <Panel
      title="Why this number?"
      meta={`${position.asset} ${figure === "pnl" ? name : name.toLowerCase()}`}
      actions={<IconButton icon="close" label="Close the details" small onClick={onClose} />}
    >
      <PanelBody scroll>
        {props.switcher === undefined ? null : <div className="why-switch">{props.switcher}</div>}
        {figure === "value" ? <LiveValue {...props} /> : null}
        {props.children}
      </PanelBody>
    </Panel>
  );
}

/** The value as it is this moment: quantity times price, and the quotes that the price rests on. */
function LiveValue({ position, currency, price, isStale }: WhyPanelProps) {
  const { hideAmounts } = usePreferences();
  const { asset, quantity } = position;
  const doubt = isStale ? UNHEARD : doubtOfPosition(position);
  return (
    <>
      <Doubted doubt={doubt}>
        <Figure amount={position.value ?? undefined} currency={currency} size="panel" />
      </Doubted>
      <dl className="why">
        <div className="why-line">
          <dt>Quantity</dt>
          <dd className="semi" title={hideAmounts ? undefined : quantity}>
            {formatQuantity(quantity, { asset, hidden: hideAmounts })}
          </dd>
        </div>
        {price === null ? null : <Derivation price={isStale ? asStale(price) : price} />}
      </dl>
      {price === null ? (
        <Note tone="over" title="No price.">
          {position.unresolved ?? "No venue of this profile quotes it."} It is left out of every sum that it would make
          wrong.
        </Note>
      ) : null}
    </>
  );
}

function asStale(price: ConsensusPrice): ConsensusPrice {
  return { ...price, state: "stale", sources: price.sources.map((source) => ({ ...source, state: "stale" })) };
}

function Derivation({ price }: { readonly price: ConsensusPrice }) {
  const { mids, conversions, title, way } = derivePrice(price);
  return (
    <>
      <div className="why-line">
        <dt>{title}</dt>
        <dd className="semi">
          <Doubted doubt={doubtOfPrice(price.state)}>{formatPrice(price.price)}</Doubted>
        </dd>
      </div>
      {mids.map((source) => (
        <SourceLine key={`${source.venue} ${source.symbol}`} source={source} />
      ))}
      {conversions.map((source) => (
        <SourceLine key={`${source.venue} ${source.symbol}`} source={source} />
      ))}
      {way === null ? null : (
        <div className="why-line sub">
          <dt>Way</dt>
          <dd>{way}</dd>
        </div>
      )}
      {price.assumedPar ? (
        <div className="why-line sub">
          <dt>Stable coins</dt>
          <dd>
            <Chip tone="over" icon="alert" title="No market links them to the currency">
              taken at par
            </Chip>
          </dd>
        </div>
      ) : null}
    </>
  );
}

function SourceLine({ source }: { readonly source: PriceSource }) {
  const { venue, symbol, mid, ageMs, state } = source;
  return (
    <div className="why-line sub">
      <dt className="row">
        <HealthDot health={state} small />
        <span className="trunc">
          {venueName(venue)} {symbol}
        </span>
        {state === "live" ? null : <span className="sr">{HEALTH_WORDS[state]}</span>}
      </dt>
      <dd className="row">
        <span className="f11" title={HEALTH_WORDS[state]}>
          <PriceAge ageMs={ageMs} />
        </span>
        <Doubted doubt={doubtOfPrice(state)} className="why-mid">
          {formatPrice(mid)}
        </Doubted>
      </dd>
    </div>
  );
}
