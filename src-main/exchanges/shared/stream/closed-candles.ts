// Which of a venue's candles are over? Those it says are, and those after which the next interval has begun on the same socket.
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { CandleEvent } from "./stream-event.ts";
import type { StreamLink } from "./stream-link.ts";

interface Growing {
  readonly event: CandleEvent;
  readonly link: StreamLink;
}

export class ClosedCandles {
  readonly #tell: (symbol: MarketSymbol, timeframe: Timeframe, candle: Candle) => void;
  readonly #growing = new Map<string, Growing>();

  constructor(tell: (symbol: MarketSymbol, timeframe: Timeframe, candle: Candle) => void) {
    this.#tell = tell;
  }

  take(event: CandleEvent, link: StreamLink): void {
    const key = `${event.symbol} ${event.timeframe}`;
    const before = this.#growing.get(key);
    if (before !== undefined && before.event.openTime < event.openTime && !before.event.closed) {
      const isNext = event.openTime - before.event.openTime === TIMEFRAME_MS[event.timeframe];
      // On another socket its last changes may have been missed.
      if (isNext && before.link === link) this.#over(before.event);
    }
    if (before !== undefined && before.event.openTime > event.openTime) return;
    const isTold = before?.event.closed === true && before.event.openTime === event.openTime;
    if (event.closed && !isTold) this.#over(event);
    this.#growing.set(key, { event, link });
  }

  /** Frames were lost: what grows now is not whole. */
  interrupt(): void {
    this.#growing.clear();
  }

  #over({ symbol, timeframe, openTime, open, high, low, close, volume }: CandleEvent): void {
    this.#tell(symbol, timeframe, { openTime, open, high, low, close, volume, closed: true });
  }
}
