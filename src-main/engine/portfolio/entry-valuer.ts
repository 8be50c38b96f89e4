// What were the assets of an entry worth in the currency of the books, when it happened?
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { type DurationMs, floorTime, MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { type PriceHistory, type PriceSource, parPrice } from "./price-source.ts";

export interface EntryValuerOptions {
  /** That the books are kept in. */
  readonly currency: () => Asset;
  readonly cashAssets: () => readonly Asset[];
  readonly prices: PriceSource;
  readonly history: PriceHistory | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A present price stands for what happened this long ago. */
  readonly fillPriceMs: DurationMs;
}

type UnitValue = (asset: Asset, at: UnixMs) => Promise<DecimalString | null>;

export class EntryValuer {
  readonly #options: EntryValuerOptions;

  constructor(options: EntryValuerOptions) {
    this.#options = options;
  }

  /** Value of one unit now; null where no market tells it. */
  price(asset: Asset): DecimalString | null {
    const currency = this.#options.currency();
    if (asset === currency) return parPrice(asset).price;
    return this.#options.prices.consensus(asset, currency)?.price ?? null;
  }

  /** Value of one unit at a time; null where it is not known. */
  async unitValue(asset: Asset, at: UnixMs, signal: AbortSignal): Promise<DecimalString | null> {
    const { clock, history, fillPriceMs, currency } = this.#options;
    if (asset === currency() || clock.now() - at <= fillPriceMs) return this.price(asset);
    return (await history?.priceAt(asset, currency(), at, { signal })) ?? null;
  }

  /**
   * Entries with the values that they lack and that the past tells; what it does not tell stays null and is a gap of the books.
   * Only for `recent` entries a cash coin without a price of that time is taken at its present one.
   */
  async valued(
    entries: readonly Transaction[],
    signal: AbortSignal,
    of: "recent" | "past" = "past",
  ): Promise<readonly Transaction[]> {
    const known = new Map<string, Promise<DecimalString | null>>();
    // Past prices are told by the minute, and entries often share one.
    const unitValue: UnitValue = (asset, at) => {
      const key = `${asset} ${floorTime(at, MINUTE_MS)}`;
      const value =
        known.get(key) ?? (of === "recent" ? this.#recentValue(asset, at, signal) : this.unitValue(asset, at, signal));
      known.set(key, value);
      return value;
    };
    const all: Transaction[] = [];
    for (const entry of entries) all.push(await this.#valued(entry, unitValue));
    return all;
  }

  async #recentValue(asset: Asset, at: UnixMs, signal: AbortSignal): Promise<DecimalString | null> {
    const then = await this.unitValue(asset, at, signal);
    if (then !== null || !this.#options.cashAssets().includes(asset)) return then;
    const now = this.price(asset);
    // A cash coin moves by hundredths of a percent: its present price is nearer to the truth than an unknown cost.
    if (now !== null)
      this.#options.logger.warn("A fill is valued at the present price of its cash coin", { asset, at });
    return now;
  }

  async #valued(entry: Transaction, unitValue: UnitValue): Promise<Transaction> {
    const { fee, quote, asset, ts } = entry;
    const needsFee = fee !== null && entry.feeValue === null && fee.asset !== asset && fee.asset !== quote;
    const feeValue = needsFee ? await unitValue(fee.asset, ts) : entry.feeValue;
    if (quote !== null && entry.price !== null) {
      return { ...entry, feeValue, quoteValue: entry.quoteValue ?? (await unitValue(quote, ts)) };
    }
    const currency = this.#options.currency();
    // What a trade was paid with is not to be told from prices, and a transfer between own accounts has no value.
    if (entry.type === "trade" || entry.type === "transfer" || asset === currency) return { ...entry, feeValue };
    const price = await unitValue(asset, ts);
    if (price === null) return { ...entry, feeValue };
    return { ...entry, feeValue, quote: currency, price, quoteValue: Decimal.ONE.toString() };
  }
}
