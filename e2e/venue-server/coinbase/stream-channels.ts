// What do the market channels of Coinbase's sockets send, but for the book?
import type { Instrument } from "#shared/domain/instrument.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { BookTeller } from "./book-teller.ts";
import { type ChannelTeller, Teller } from "./channel-teller.ts";
import { candleRows, statusRow, tickerRow } from "./stream-bodies.ts";
import { CANDLE_EVERY_MS, type MarketChannel, SNAPSHOT_CANDLES } from "./stream-quirks.ts";
import type { TapeTrade, TradeTape } from "./trade-tape.ts";
import { isoMicros, productIdOf } from "./wire-ids.ts";

/** D: at each match; a cascade of them is one update. */
class TickerTeller extends Teller<number> {
  readonly wireName = "ticker";
  readonly #tape: TradeTape;

  constructor(world: VenueWorld, tape: TradeTape) {
    super(world);
    this.#tape = tape;
  }

  begin(instruments: readonly Instrument[]): readonly object[] {
    for (const instrument of instruments) this.told.set(instrument.symbol, this.#newest(instrument, 0));
    return [{ type: "snapshot", tickers: instruments.map((instrument) => tickerRow(this.world, instrument)) }];
  }

  changes(): readonly object[] {
    const changed = this.instruments.filter((instrument) => {
      const before = this.told.get(instrument.symbol) ?? 0;
      const newest = this.#newest(instrument, before);
      this.told.set(instrument.symbol, newest);
      return newest > before;
    });
    return changed.map((instrument) => ({ type: "update", tickers: [tickerRow(this.world, instrument)] }));
  }

  #newest(instrument: Instrument, before: number): number {
    return this.#tape.after(before, instrument).at(-1)?.id ?? before;
  }
}

class TradesTeller extends Teller<number> {
  readonly wireName = "market_trades";
  readonly #tape: TradeTape;

  constructor(world: VenueWorld, tape: TradeTape) {
    super(world);
    this.#tape = tape;
  }

  begin(instruments: readonly Instrument[]): readonly object[] {
    return instruments.map((instrument) => ({ type: "snapshot", trades: this.#rows(instrument, 0) }));
  }

  changes(): readonly object[] {
    return this.instruments
      .map((instrument) => ({ type: "update", trades: this.#rows(instrument, this.told.get(instrument.symbol) ?? 0) }))
      .filter(({ trades }) => trades.length > 0);
  }

  /** R: newest first. */
  #rows(instrument: Instrument, after: number): readonly object[] {
    const trades = this.#tape.after(after, instrument);
    this.told.set(instrument.symbol, trades.at(-1)?.id ?? after);
    return trades.map((trade) => tradeRow(instrument, trade)).reverse();
  }
}

function tradeRow(instrument: Instrument, { id, price, size, time, makerSide }: TapeTrade): object {
  const product_id = productIdOf(instrument);
  return { product_id, trade_id: String(id), price, size, time: isoMicros(time), side: makerSide };
}

/** D: every second, the running candle of five minutes. */
class CandleTeller extends Teller<number> {
  readonly wireName = "candles";

  begin(instruments: readonly Instrument[]): readonly object[] {
    return instruments.map((instrument) => {
      this.told.set(instrument.symbol, this.world.clock.now());
      return { type: "snapshot", candles: candleRows(this.world, instrument, SNAPSHOT_CANDLES) };
    });
  }

  changes(): readonly object[] {
    const nowMs = this.world.clock.now();
    const due = this.instruments.filter(({ symbol }) => nowMs - (this.told.get(symbol) ?? 0) >= CANDLE_EVERY_MS);
    return due.map((instrument) => {
      this.told.set(instrument.symbol, nowMs);
      return { type: "update", candles: candleRows(this.world, instrument, 1) };
    });
  }
}

class StatusTeller extends Teller<Instrument["status"]> {
  readonly wireName = "status";

  begin(instruments: readonly Instrument[]): readonly object[] {
    const all = instruments.length === 0 ? this.world.market.instruments : instruments;
    for (const { symbol, status } of all) this.told.set(symbol, status);
    return [{ type: "snapshot", products: all.map(statusRow) }];
  }

  changes(): readonly object[] {
    const changed = this.instruments.filter(({ symbol, status }) => this.told.get(symbol) !== status);
    for (const { symbol, status } of changed) this.told.set(symbol, status);
    return changed.length === 0 ? [] : [{ type: "update", products: changed.map(statusRow) }];
  }
}

export function tellersOf(world: VenueWorld, tape: TradeTape): Readonly<Record<MarketChannel, ChannelTeller>> {
  return {
    ticker: new TickerTeller(world, tape),
    market_trades: new TradesTeller(world, tape),
    candles: new CandleTeller(world),
    level2: new BookTeller(world),
    status: new StatusTeller(world),
  };
}
