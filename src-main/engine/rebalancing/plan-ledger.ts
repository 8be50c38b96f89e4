// What does each account hold while the legs run, at the worst price each leg may get?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { Level } from "./compute-book-walk.ts";
import type { LegDraft, LegDrafts, PlannedLeg } from "./plan-leg-drafts.ts";
import type { PlanMarket, PlanModel } from "./plan-model.ts";

/** Places of a fee that is converted into a coin. */
const COIN_FEE_PLACES = 18;

/** A leg that funds carry, with the draft it was made of. */
export interface QuotedLeg {
  readonly leg: PlannedLeg;
  readonly draft: LegDraft;
}

/** The books of one attempt at a plan. Balances fall by the worst case and rise by the worst proceeds; depth is used up once. */
export class PlanLedger {
  readonly legs: PlannedLeg[] = [];
  /** All of an asset after the legs, at expected prices. */
  readonly after: Map<Asset, Decimal>;
  readonly #model: PlanModel;
  readonly #drafts: LegDrafts;
  /** Balances that legs changed; every other one is as the model has it. */
  readonly #worst: Map<Asset, Decimal>[];
  readonly #worstTotal = new Map<Asset, Decimal>();
  #lastDraft: LegDraft | null = null;
  /** What legs took of one side of a book; its levels are the same for all accounts of the venue. */
  readonly #taken = new Map<readonly Level[], Decimal>();

  constructor(model: PlanModel, drafts: LegDrafts) {
    this.#model = model;
    this.#drafts = drafts;
    this.after = new Map(model.owned);
    this.#worst = model.free.map(() => new Map());
  }

  /** What this account may still give of an asset: free there, and not kept by reserve or pin over all accounts. */
  available(accountIndex: number, asset: Asset): Decimal {
    const free = this.#free(accountIndex, asset);
    const keep = this.#model.kept.get(asset);
    if (keep === undefined) return free.isNegative ? Decimal.ZERO : free;
    const spare = this.#total(asset).sub(keep);
    return Decimal.max(Decimal.ZERO, Decimal.min(free, spare));
  }

  /** By how much the worst proceeds stay behind the expected ones, over these assets, in valuation money. */
  worstGap(assets: readonly Asset[]): Decimal {
    return Decimal.sum(
      assets.map((asset) => {
        const price = this.#model.prices.get(asset) ?? Decimal.ZERO;
        const expected = this.after.get(asset) ?? Decimal.ZERO;
        return expected.sub(this.#total(asset)).mul(price);
      }),
    );
  }

  /** What the last leg was made of. */
  get lastDraft(): LegDraft | null {
    return this.#lastDraft;
  }

  /** How much of this side of the book earlier legs took, best level first. */
  taken(market: PlanMarket, side: Side): Decimal {
    return this.#taken.get(market.levels[side]) ?? Decimal.ZERO;
  }

  /** Whether no level of this side has a lot left. */
  isDry(market: PlanMarket, side: Side): boolean {
    const taken = this.taken(market, side);
    return !market.levels[side].some(({ size, sizeSum }) =>
      Decimal.min(size, sizeSum.sub(taken)).gte(market.amountStep),
    );
  }

  /** The leg that this quantity would be now, without booking it; null where depth or funds do not carry it. */
  quote(market: PlanMarket, side: Side, quantity: Decimal): QuotedLeg | null {
    const draft = this.#drafts.get(market, side, this.taken(market, side), quantity);
    if (draft === null) return null;
    const pays = side === "buy" ? market.quote : market.base;
    if (this.available(market.accountIndex, pays).lt(draft.need)) return null;
    return this.withFee(draft);
  }

  book({ leg, draft }: QuotedLeg): void {
    const { market, side, quantity, notional, fee, feeAsset } = leg;
    const { worstNotional } = draft;
    this.#taken.set(market.levels[side], this.taken(market, side).add(quantity));
    const moved = side === "buy" ? quantity : quantity.neg();
    change(this.after, market.base, moved);
    this.#spend(market.accountIndex, market.base, moved);
    if (feeAsset === market.quote) {
      change(this.after, market.quote, paid(side, notional, fee));
      // The fee that the limit price would bring.
      this.#spend(market.accountIndex, market.quote, paid(side, worstNotional, worstNotional.mul(market.feeRate)));
    } else {
      change(this.after, market.quote, paid(side, notional, Decimal.ZERO));
      change(this.after, feeAsset, fee.neg());
      this.#spend(market.accountIndex, market.quote, paid(side, worstNotional, Decimal.ZERO));
      this.#spend(market.accountIndex, feeAsset, fee.neg());
    }
    this.legs.push(leg);
    this.#lastDraft = draft;
  }

  #free(accountIndex: number, asset: Asset): Decimal {
    return this.#worst[accountIndex]?.get(asset) ?? this.#model.free[accountIndex]?.get(asset) ?? Decimal.ZERO;
  }

  #total(asset: Asset): Decimal {
    return this.#worstTotal.get(asset) ?? this.#model.owned.get(asset) ?? Decimal.ZERO;
  }

  #spend(accountIndex: number, asset: Asset, amount: Decimal): void {
    this.#worst[accountIndex]?.set(asset, this.#free(accountIndex, asset).add(amount));
    this.#worstTotal.set(asset, this.#total(asset).add(amount));
  }

  /** The leg with its fee in the account's fee coin, where there is enough of it. */
  withFee(draft: LegDraft): QuotedLeg {
    const { leg, worstNotional } = draft;
    const { market, side, quantity, notional } = leg;
    const coin = market.feePlace;
    if (coin === "quote" || coin === "base" || coin === "received") return { leg, draft };
    const price = this.#model.prices.get(coin);
    if (price === undefined || !price.isPositive) return { leg, draft };
    const inCoin = (amount: Decimal) =>
      amount.mul(market.feeRate).mul(market.quotePrice).div(price, COIN_FEE_PLACES, "up");
    const sold = side === "sell" && coin === market.base ? quantity : Decimal.ZERO;
    // Twice the fee must be there: the venue converts at its own price of that moment.
    const room = this.available(market.accountIndex, coin).sub(sold);
    const worst = inCoin(Decimal.max(notional, worstNotional));
    if (room.lt(worst.add(worst))) return { leg, draft };
    return { leg: { ...leg, fee: inCoin(notional), feeAsset: coin }, draft };
  }
}

/** What a leg does to the quote asset, its fee in it included. */
function paid(side: Side, notional: Decimal, fee: Decimal): Decimal {
  return side === "buy" ? notional.neg().sub(fee) : notional.sub(fee);
}

function change(balances: Map<Asset, Decimal>, asset: Asset, amount: Decimal): void {
  balances.set(asset, (balances.get(asset) ?? Decimal.ZERO).add(amount));
}
