// What did a feed deliver? A sink for tests that keeps everything in order.
import type { FeedSink, FeedStatus, MarketTrade } from "#engine/ports/market-data-feed.ts";
import type { RawQuote } from "#shared/domain/quote.ts";

export class RecordingSink implements FeedSink {
  readonly quotes: RawQuote[] = [];
  readonly batches: number[] = [];
  readonly statuses: FeedStatus[] = [];
  readonly notices: string[] = [];
  readonly trades: MarketTrade[] = [];
  readonly venueCandles: Parameters<FeedSink["onVenueCandle"]>[] = [];
  readonly problems: string[] = [];
  resets = 0;

  onQuotes(quotes: readonly RawQuote[]): void {
    this.quotes.push(...quotes);
    this.batches.push(quotes.length);
  }

  onConfirmed(): void {}

  onStatus(status: FeedStatus): void {
    this.statuses.push(status);
  }

  /** Quotes come one by one, as text. */
  inlet(): null {
    return null;
  }

  onTrades(trades: readonly MarketTrade[]): void {
    this.trades.push(...trades);
  }

  onVenueCandle(...candle: Parameters<FeedSink["onVenueCandle"]>): void {
    this.venueCandles.push(candle);
  }

  onMarketProblem(_venue: unknown, symbol: string, problem: string | null): void {
    this.problems.push(`${symbol}: ${problem ?? "well"}`);
  }

  onTimeReset(): void {
    this.resets += 1;
  }

  onNotice(notice: { readonly message: string }): void {
    this.notices.push(notice.message);
  }
}
