// Where does a shown figure come from, down to entries, prices and balances?
// The figures are defined in resources/docs/why-this-number.md.
import type { Ledger } from "#engine/books/compute-ledger.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Portfolio, Position } from "#shared/domain/portfolio.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { type BookEffects, type Effects, MOST_LISTED } from "./compute-book-effects.ts";
import { derive, foldDerivation, leaf, notComputable } from "./compute-derivation.ts";
import { deriveFromEntries } from "./compute-entry-groups.ts";
import { derivePrice } from "./compute-price-derivation.ts";
import { computeTotalQuantity } from "./compute-valuation.ts";

export type WhyFigure = "value" | "pnl" | "weight" | "return" | "cost";

export interface WhyInput {
  readonly portfolio: Portfolio;
  /** In the portfolio's currency. */
  readonly ledger: Ledger;
  readonly books: BookEffects;
  /** That the books were begun in. */
  readonly bookCurrency: Asset;
  /** Prices in the portfolio's currency, those that it was valued with. */
  readonly priceOf: (asset: Asset) => ConsensusPrice | null;
  /** When an account's balances were read. */
  readonly readAt: (accountId: AccountId) => UnixMs | null;
  readonly entryOf: (id: TransactionId) => Transaction | null;
}

/** Entries that each branch lists one by one at least; all of them together MOST_LISTED. */
const LEAST_OF_BRANCH = 20;

/** The derivation of a figure of an asset, or (null) of the whole portfolio. Throws `Error` if it does not fold to its own figure. */
export function computeWhy(input: WhyInput, asset: Asset | null, figure: WhyFigure): Derivation {
  const trees = new WhyTrees(input, asset === null ? input.ledger.positions.size : 1);
  const tree = asset === null ? trees.ofPortfolio(figure) : trees.ofAsset(asset, figure);
  foldDerivation(tree);
  return tree;
}

class WhyTrees {
  readonly #input: WhyInput;
  readonly #positions: ReadonlyMap<Asset, Position>;
  readonly #most: number;

  constructor(input: WhyInput, branches: number) {
    this.#input = input;
    this.#positions = new Map(input.portfolio.positions.map((position) => [position.asset, position]));
    this.#most = Math.max(LEAST_OF_BRANCH, Math.floor(MOST_LISTED / Math.max(1, branches)));
  }

  ofAsset(asset: Asset, figure: WhyFigure): Derivation {
    switch (figure) {
      case "value":
        return this.#value(asset);
      case "cost":
        return this.#cost(asset);
      case "weight":
        return share(`Weight of ${asset}`, this.#value(asset), this.#totalValue());
      case "return":
        return share(`Return on ${asset} held`, this.#unrealized(asset), this.#cost(asset));
      case "pnl":
        return derive(`PnL of ${asset}`, "sum", [this.#realized(asset), this.#unrealized(asset)]);
    }
  }

  ofPortfolio(figure: WhyFigure): Derivation {
    switch (figure) {
      case "value":
        return this.#totalValue();
      case "cost":
        return derive(
          "Cost of all that is held",
          "sum",
          this.#heldByBooks().map((asset) => this.#cost(asset)),
        );
      case "weight":
        return share("Weight of the whole portfolio", this.#totalValue(), this.#totalValue());
      case "return":
        return share("Return on what was brought in", this.#totalPnl(), this.#netInvested());
      case "pnl":
        return this.#totalPnl();
    }
  }

  #value(asset: Asset): Derivation {
    const label = `Value of ${asset}`;
    const position = this.#positions.get(asset);
    if (position === undefined) return derive(label, "sum", []);
    if (position.value === null) return notComputable(label, position.unresolved ?? `No price for ${asset}.`);
    const units = derive(
      `${asset} held`,
      "sum",
      position.balances.map((balance) => {
        const { accountId } = balance;
        const at = this.#input.readAt(accountId) ?? this.#input.portfolio.ts;
        return leaf(`Balance of ${accountId}`, computeTotalQuantity([balance]), { kind: "balance", accountId, at });
      }),
    );
    // Nothing is worth nothing at any price, also at none.
    if (position.price === null) return derive(label, "sum", [units]);
    return derive(label, "product", [units, this.#price(asset)]);
  }

  #totalValue(): Derivation {
    const { portfolio } = this.#input;
    const label = "Value of the portfolio";
    if (portfolio.totalValue === null) return notComputable(label, whyUnresolved(portfolio));
    // A coin that no market prices and that cost nothing is in no sum.
    const valued = portfolio.positions.filter(({ value }) => value !== null);
    return derive(
      label,
      "sum",
      valued.map(({ asset }) => this.#value(asset)),
    );
  }

  #totalPnl(): Derivation {
    return derive("PnL of the portfolio", "difference", [this.#totalValue(), this.#netInvested()]);
  }

  #netInvested(): Derivation {
    const label = "Deposits less withdrawals";
    const { ledger } = this.#input;
    if (!ledger.netInvestedKnown) return notComputable(label, "The value of a deposit or withdrawal is not known.");
    return this.#money(label, this.#input.books.netInvested());
  }

  #heldByBooks(): readonly Asset[] {
    return [...this.#input.ledger.positions.values()]
      .filter(({ quantity }) => quantity.isPositive)
      .map(({ asset }) => asset);
  }

  #cost(asset: Asset): Derivation {
    const label = `Cost of ${asset} held`;
    const book = this.#input.ledger.positions.get(asset);
    if (book === undefined || book.quantity.isZero) return derive(label, "sum", []);
    if (!book.costKnown) return notComputable(label, `What a part of the ${asset} held cost is not known.`);
    return this.#money(label, this.#input.books.cost(asset));
  }

  #realized(asset: Asset): Derivation {
    return this.#money(`Realized by sales of ${asset}`, this.#input.books.realized(asset));
  }

  /** Of what the books hold, at the present price. */
  #unrealized(asset: Asset): Derivation {
    const label = `Unrealized on ${asset} held`;
    const book = this.#input.ledger.positions.get(asset);
    if (book === undefined || book.quantity.isZero) return derive(label, "sum", []);
    const position = this.#positions.get(asset);
    if (position !== undefined && position.unresolved !== null) return notComputable(label, position.unresolved);
    const units = this.#entries(`${asset} in the books`, this.#input.books.units(asset));
    const value = derive(`Value of ${asset} in the books`, "product", [units, this.#price(asset)]);
    return derive(label, "difference", [value, this.#cost(asset)]);
  }

  #price(asset: Asset): Derivation {
    const { portfolio, priceOf } = this.#input;
    return derivePrice(asset, portfolio.currency, priceOf(asset), portfolio.ts);
  }

  /** Books keep the currency that they were begun in: shown in another one they are converted at its present price. */
  #money(label: string, effects: Effects): Derivation {
    const { bookCurrency: currency } = this.#input;
    if (currency === this.#input.portfolio.currency) return this.#entries(label, effects);
    return derive(label, "product", [this.#entries(`${label}, in ${currency}`, effects), this.#price(currency)]);
  }

  #entries(label: string, effects: Effects): Derivation {
    return deriveFromEntries(label, effects, { most: this.#most, entryOf: this.#input.entryOf });
  }
}

function share(label: string, part: Derivation, whole: Derivation): Derivation {
  const base = Decimal.tryParse(whole.value);
  if (base !== undefined && !base.isPositive) return notComputable(label, `"${whole.label}" is not above 0.`);
  return derive(label, "share", [part, whole]);
}

function whyUnresolved({ positions }: Portfolio): string {
  const reasons = positions.flatMap(({ value, unresolved }) =>
    value === null && unresolved !== null ? [unresolved] : [],
  );
  return reasons.length === 0 ? "Not every account has been read yet." : reasons.join(" ");
}
