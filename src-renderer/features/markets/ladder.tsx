// Which prices and sizes does an order book have near its middle?
import { useMemo, useRef } from "react";
import { useSize } from "#renderer/charts/use-size.ts";
import { formatBasisPoints } from "#renderer/lib/format-basis-points.ts";
import { formatDecimal, scaleOfStep } from "#renderer/lib/format-decimal.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { type LadderLevel, toLadder } from "./ladder-view.ts";

export const LEVEL_HEIGHT = 21;
const MIDDLE_HEIGHT = 30;

export interface LadderProps {
  readonly book: OrderBook;
  readonly instrument: Instrument;
}

export function Ladder({ book, instrument }: LadderProps) {
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
