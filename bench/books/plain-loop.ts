// What is the least that first in, first out costs with the same exact arithmetic? Arrays of lots and a loop, no product.
// It values trades in USD with fees in USD or a third coin, keeps one list of lots a coin, and knows neither gaps nor views.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { USD } from "./entries.ts";

interface PlainLot {
  readonly ts: number;
  quantity: Decimal;
  cost: Decimal;
}

interface PlainDisposal {
  readonly id: string;
  readonly acquiredAt: number;
  readonly disposedAt: number;
  readonly quantity: Decimal;
  readonly proceeds: Decimal;
  readonly cost: Decimal;
}

const SCALE = 18;

export class PlainLoop {
  readonly disposals: PlainDisposal[] = [];
  cash = Decimal.ZERO;
  realized = Decimal.ZERO;
  readonly #coins = new Map<string, { first: number; readonly lots: PlainLot[] }>();

  run(entries: Iterable<Transaction>): void {
    for (const entry of entries) this.#apply(entry);
  }

  #apply(entry: Transaction): void {
    const quantity = Decimal.parse(entry.quantity);
    if (entry.asset === USD) {
      this.cash = this.cash.add(quantity);
      return;
    }
    const value = quantity.mul(Decimal.parse(entry.price ?? "0"));
    const fee = entry.fee === null ? Decimal.ZERO : Decimal.parse(entry.fee.amount);
    const inUsd = entry.fee?.asset === USD;
    const feeValue = inUsd || entry.fee === null ? fee : fee.mul(Decimal.parse(entry.feeValue ?? "0"));
    const feeInCash = inUsd ? fee : Decimal.ZERO;
    if (entry.type === "trade" && entry.side === "buy") {
      this.#lots(entry.asset).lots.push({ ts: entry.ts, quantity, cost: value.add(feeValue) });
      this.cash = this.cash.sub(value).sub(feeInCash);
    } else if (entry.type === "trade") {
      this.#take(entry, entry.asset, quantity, value.sub(feeValue), true);
      this.cash = this.cash.add(value).sub(feeInCash);
    } else if (entry.type === "withdrawal") this.#take(entry, entry.asset, quantity, value, false);
    else this.#lots(entry.asset).lots.push({ ts: entry.ts, quantity, cost: value });
    if (entry.fee !== null && !inUsd) this.#take(entry, entry.fee.asset, fee, feeValue, true);
  }

  #lots(asset: string) {
    let coin = this.#coins.get(asset);
    if (coin === undefined) {
      coin = { first: 0, lots: [] };
      this.#coins.set(asset, coin);
    }
    return coin;
  }

  #take(entry: Transaction, asset: string, quantity: Decimal, net: Decimal, isSale: boolean): void {
    const coin = this.#lots(asset);
    let rest = quantity;
    let left = net;
    while (rest.isPositive) {
      const lot = coin.lots[coin.first];
      if (lot === undefined) return;
      const isWhole = lot.quantity.lte(rest);
      const part = isWhole ? lot.quantity : rest;
      const cost = isWhole ? lot.cost : lot.cost.mul(part).div(lot.quantity, SCALE, "halfEven");
      rest = rest.sub(part);
      const proceeds = rest.isZero ? left : net.mul(part).div(quantity, SCALE, "halfEven");
      left = left.sub(proceeds);
      if (isWhole) coin.first += 1;
      else {
        lot.quantity = lot.quantity.sub(part);
        lot.cost = lot.cost.sub(cost);
      }
      if (!isSale) continue;
      this.realized = this.realized.add(proceeds.sub(cost));
      this.disposals.push({ id: entry.id, acquiredAt: lot.ts, disposedAt: entry.ts, quantity: part, proceeds, cost });
    }
  }
}
