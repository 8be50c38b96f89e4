// Whose lots are in which pool, and what was realized where?
import type { CostBasis } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Pool } from "./compute-pool.ts";
import { average } from "./compute-pool-average.ts";
import { POOL_METHODS } from "./compute-pool-registry.ts";
import type { Place, PostingColumns } from "./compute-posting-columns.ts";

/** How the books are reckoned, and in which currency. */
export interface BookBasis extends CostBasis {
  readonly currency: Asset;
}

/** The lots of one asset: of one account, or of all accounts together (`accountId` is null). */
interface AssetPool {
  readonly asset: Asset;
  readonly accountId: AccountId | null;
  readonly pool: Pool;
}

/** One asset in one account. Under pooling `profile` accounts share the pool, but what each realized is kept apart. */
export class Holding {
  readonly place: Place;
  readonly pool: Pool;
  readonly realizedByYear = new Map<number, Decimal>();

  constructor(place: Place, pool: Pool) {
    this.place = place;
    this.pool = pool;
  }

  realize(year: number, gain: Decimal): void {
    this.realizedByYear.set(year, (this.realizedByYear.get(year) ?? Decimal.ZERO).add(gain));
  }
}

/** All holdings and pools, made when first asked for. */
export class Holdings {
  readonly pools: AssetPool[] = [];
  readonly #basis: BookBasis;
  readonly #columns: PostingColumns;
  /** By the number of their place; some places have none. */
  readonly #holdings: (Holding | undefined)[] = [];

  constructor(columns: PostingColumns, basis: BookBasis) {
    this.#columns = columns;
    this.#basis = basis;
  }

  get all(): readonly Holding[] {
    return this.#holdings.filter((holding) => holding !== undefined);
  }

  /** Where the units of a posting are. */
  of(posting: number): Holding {
    const number = this.#columns.placeNumberOf(posting);
    let holding = this.#holdings[number];
    if (holding === undefined) {
      const place = this.#columns.placeOf(posting);
      holding = new Holding(place, this.#poolOf(place));
      this.#holdings[number] = holding;
    }
    return holding;
  }

  /** Whether a disposal of the asset says which lot paid for it. */
  namesLots(asset: Asset): boolean {
    return asset !== this.#basis.currency && POOL_METHODS[this.#basis.method].namesLots;
  }

  #poolOf({ asset, accountId }: Place): Pool {
    const owner = this.#basis.pooling === "account" ? accountId : null;
    const known = this.pools.find((pool) => pool.asset === asset && pool.accountId === owner);
    if (known !== undefined) return known.pool;
    // The currency of the books has no gain of its own: it is one pool at average cost under any method.
    const { create } = asset === this.#basis.currency ? average : POOL_METHODS[this.#basis.method];
    const pool = create();
    this.pools.push({ asset, accountId: owner, pool });
    return pool;
  }
}
