// At which prices and when is a position from a signal left, and how far is each from the price now? Pure.
import { scaleForSize } from "#renderer/lib/format-decimal.ts";
import { EXIT_WORDS } from "#renderer/lib/position-words.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";

const SHARE_SCALE = 10;

export interface PriceLevel {
  readonly id: string;
  readonly kind: "stop" | "takeProfit" | "entry" | "price";
  readonly words: string;
  readonly price: string;
  /** From the price now to the level, as a share of the price now; null for the price itself and without one. */
  readonly distance: string | null;
  /** The price has reached it. */
  readonly isReached: boolean;
}

/** Share by which `level` lies over (positive) or under `price`; null where there is no price. */
export function distanceTo(level: string, price: string | null): string | null {
  const now = Decimal.parse(price ?? "0");
  if (!now.isPositive) return null;
  return Decimal.parse(level).sub(now).div(now, SHARE_SCALE, "halfEven").toString();
}

/** What the position has gained or lost per unit since its entry, as a share; null where there is no price. */
export function gainOf({ price, entryPrice }: Pick<PositionReading, "price" | "entryPrice">): string | null {
  return price === null ? null : distanceTo(price, entryPrice);
}

/** Step to which all prices of a position are written, so that they stand under each other: five figures of its entry, two decimals at least. */
export function stepOf({ entryPrice }: Pick<PositionReading, "entryPrice">): string {
  return Decimal.parse(`1e-${scaleForSize(Decimal.parse(entryPrice), 5, 2, 10)}`).toString();
}

/** Highest price first: take-profit rungs that are left, entry, the price now, the stop. */
export function toPriceLevels(reading: PositionReading): readonly PriceLevel[] {
  const { price, entryPrice, stop, stopKind, rungs, rungsTaken } = reading;
  const now = price === null ? null : Decimal.parse(price);
  const level = (
    id: string,
    kind: PriceLevel["kind"],
    words: string,
    at: string,
    isReached: (value: Decimal, level: Decimal) => boolean,
  ): PriceLevel => ({
    ...{ id, kind, words, price: at },
    distance: kind === "price" ? null : distanceTo(at, price),
    isReached: now !== null && isReached(now, Decimal.parse(at)),
  });
  const never = () => false;
  const levels = [
    ...rungs.map((rung, index) => {
      const number = rungsTaken + index + 1;
      return level(`rung ${number}`, "takeProfit", `${EXIT_WORDS.takeProfit} ${number}`, rung, (value, at) =>
        value.gte(at),
      );
    }),
    level("entry", "entry", "Entry", entryPrice, never),
    level("stop", "stop", EXIT_WORDS[stopKind], stop, (value, at) => value.lte(at)),
    ...(price === null ? [] : [level("price", "price", "Price now", price, never)]),
  ];
  return levels.toSorted((one, other) => Decimal.parse(other.price).cmp(Decimal.parse(one.price)));
}
