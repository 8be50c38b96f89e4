// How much can be bought and sold here, and at which prices?
import { useMemo, useRef, useState } from "react";
import { useSize } from "#renderer/charts/use-size.ts";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useStream } from "#renderer/hooks/use-stream.ts";
import { formatBasisPoints } from "#renderer/lib/format-basis-points.ts";
import { formatDecimal, scaleOfStep } from "#renderer/lib/format-decimal.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { venueName } from "#shared/domain/venue.ts";
import { type LadderLevel, toLadder } from "./ladder-view.ts";
import { marketKey } from "./market-choice.ts";

const DEPTH = 25;
const LEVEL_HEIGHT = 21;
const MIDDLE_HEIGHT = 30;

export interface DepthPanelProps {
  readonly instrument: Instrument;
  readonly instruments: readonly Instrument[];
}

export function DepthPanel({ instrument, instruments }: DepthPanelProps) {
  const client = useClient();
  const now = useNow();
  const [venue, setVenue] = useState(instrument.venue);
  const { symbol } = instrument;
  const places = instruments.filter((candidate) => candidate.symbol === symbol);
  const shown = places.find((place) => place.venue === venue) ?? instrument;
  const book = useStream<OrderBook, OrderBook>({
    key: marketKey(shown),
    open: (signal) => client.marketData.watchBook({ venue: shown.venue, symbol, depth: DEPTH }, { signal }),
    apply: (_before, next) => next,
  });
  const state = toPanelState(book, { now, isEmpty: ({ bids, asks }) => bids.length === 0 && asks.length === 0 });
  return (
    <Panel
      title="Depth"
      className="market-depth"
      actions={
        state.state === "stale" ? (
          <StaleChip ageMs={state.ageMs} />
        ) : places.length < 2 ? (
          <span className="f12 t3 head-note">{venueName(shown.venue)}</span>
        ) : (
          <Segmented
            label="Venue of the book"
            options={places.map((place) => ({ value: place.venue, label: venueName(place.venue) }))}
            value={shown.venue}
            onChange={setVenue}
            compact
          />
        )
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={10} rowHeight={LEVEL_HEIGHT} />
          </PanelBody>
        }
        empty={{ children: `${venueName(shown.venue)} shows no order of ${symbol} now.` }}
      >
        {(value) => <Ladder book={value} instrument={shown} />}
      </LoadableView>
    </Panel>
  );
}

interface LadderProps {
  readonly book: OrderBook;
  readonly instrument: Instrument;
}

function Ladder({ book, instrument }: LadderProps) {
  const box = useRef<HTMLDivElement>(null);
  const { height } = useSize(box);
  const levels = Math.max(1, Math.floor((height - MIDDLE_HEIGHT) / 2 / LEVEL_HEIGHT));
  const ladder = useMemo(() => toLadder(book, levels), [book, levels]);
  const { priceStep } = instrument;
  return (
    <>
      <div className="ladder-level lab ladder-head" aria-hidden="true">
        <span>Price, {instrument.quote}</span>
        <span className="num">Size</span>
        <span className="num">Sum</span>
      </div>
      <div className="ladder" ref={box}>
        <ol className="ladder-asks" aria-label="Offers, best first">
          {ladder.asks.map((level) => (
            <Level key={level.price} level={level} side="ask" priceStep={priceStep} sizeScale={ladder.sizeScale} />
          ))}
        </ol>
        <div className="row ladder-middle">
          <span className="semi num">{formatPrice(ladder.mid ?? undefined, priceStep)}</span>
          <span className="end t2">
            {ladder.spread === null || ladder.spreadShare === null
              ? "one side only"
              : `spread ${formatDecimal(ladder.spread, { scale: scaleOfStep(priceStep) })}, ${formatBasisPoints(ladder.spreadShare)}`}
          </span>
        </div>
        <ol className="ladder-bids" aria-label="Bids, best first">
          {ladder.bids.map((level) => (
            <Level key={level.price} level={level} side="bid" priceStep={priceStep} sizeScale={ladder.sizeScale} />
          ))}
        </ol>
      </div>
    </>
  );
}

interface LevelProps {
  readonly level: LadderLevel;
  readonly side: "ask" | "bid";
  readonly priceStep: string;
  readonly sizeScale: number;
}

function Level({ level, side, priceStep, sizeScale }: LevelProps) {
  const size = (amount: string) => formatDecimal(amount, { scale: sizeScale, rounding: "down" });
  return (
    <li className={`ladder-level ${side}`}>
      <i style={{ width: `${level.share * 100}%` }} />
      <span className={side === "ask" ? "dn num-left" : "up num-left"}>{formatPrice(level.price, priceStep)}</span>
      <span className="num t2">{size(level.size)}</span>
      <span className="num">{size(level.sum)}</span>
    </li>
  );
}
