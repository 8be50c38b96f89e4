// Which rows does Positions show: all of a portfolio, what lies at one venue, or what a filter names?
import { doubtOfSum, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, VenueId } from "#shared/domain/ids.ts";
import type { Portfolio, Position } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";

export interface VenueShare {
  readonly venue: VenueId;
  readonly name: string;
  readonly quantity: string;
  /** Of the whole quantity, 0 to 1. */
  readonly share: string;
  /** Its place among the profile's venues: the same ink in every row. */
  readonly place: number;
}

/** Exact decimals. With a venue chosen, quantity, value and weight are of what lies there. */
export interface PositionRow {
  readonly asset: string;
  readonly quantity: string;
  readonly value: string | null;
  readonly weight: string | null;
  readonly venues: readonly VenueShare[];
  readonly values: readonly string[];
  /** Names of the other coins whose target is in this row's, or of the row that holds this coin's. */
  readonly cashWith: readonly string[];
  readonly position: Position;
}

export interface PositionRowsInput {
  readonly portfolio: Portfolio;
  readonly accounts: Profile["accounts"];
  /** Closing values per asset, for the sparkline. */
  readonly sparklines: ReadonlyMap<string, readonly string[]>;
  readonly venue: VenueId | null;
  readonly filter: string;
}

const SHARE_SCALE = 10;
const NO_VALUES: readonly string[] = [];

function venueShares(position: Position, accounts: Profile["accounts"]): readonly VenueShare[] {
  const venueOf = new Map<AccountId, VenueId>(accounts.map(({ id, venue }) => [id, venue]));
  const sums = new Map<VenueId, Decimal>();
  for (const { accountId, free, inOrders, earn, locked } of position.balances) {
    const venue = venueOf.get(accountId);
    if (venue === undefined) continue;
    const here = Decimal.sum([free, inOrders, earn, locked].map((amount) => Decimal.parse(amount)));
    sums.set(venue, (sums.get(venue) ?? Decimal.ZERO).add(here));
  }
  const total = Decimal.sum(sums.values());
  const places = [...new Set(accounts.map(({ venue }) => venue))];
  return [...sums]
    .filter(([, quantity]) => quantity.isPositive)
    .map(([venue, quantity]) => ({
      venue,
      name: venueName(venue),
      quantity: quantity.toString(),
      share: quantity.div(total, SHARE_SCALE, "halfEven").toString(),
      place: places.indexOf(venue),
    }))
    .sort((a, b) => a.place - b.place);
}

/** Cash coins share one target while at most one of them has one. */
function cashGroup(positions: readonly Position[]): readonly string[] {
  const cash = positions.filter(({ isCash }) => isCash);
  return cash.filter(({ target }) => target !== null).length > 1 ? [] : cash.map(({ asset }) => asset);
}

export function toPositionRows(input: PositionRowsInput): readonly PositionRow[] {
  const { portfolio, accounts, sparklines, venue } = input;
  const filter = input.filter.trim().toUpperCase();
  const cash = cashGroup(portfolio.positions);
  return portfolio.positions.flatMap((position) => {
    if (!position.asset.includes(filter)) return [];
    const venues = venueShares(position, accounts);
    const here = venues.find((share) => share.venue === venue);
    if (venue !== null && here === undefined) return [];
    const part = here === undefined ? null : Decimal.parse(here.quantity);
    const value =
      part === null || position.price === null ? position.value : part.mul(Decimal.parse(position.price)).toString();
    return [
      {
        asset: position.asset,
        quantity: here?.quantity ?? position.quantity,
        value,
        weight: here === undefined ? position.weight : shareOf(value, portfolio.totalValue),
        venues,
        values: sparklines.get(position.asset) ?? NO_VALUES,
        cashWith: position.isCash ? cash.filter((asset) => asset !== position.asset) : [],
        position,
      },
    ];
  });
}

function shareOf(value: string | null, total: string | null): string | null {
  if (value === null || total === null || Decimal.parse(total).isZero) return null;
  return Decimal.parse(value).div(Decimal.parse(total), SHARE_SCALE, "halfEven").toString();
}

export interface RowTotals {
  readonly value: string | null;
  readonly weight: string | null;
  readonly target: string | null;
  readonly cost: string | null;
  readonly unrealized: string | null;
  readonly realized: string | null;
  /** Against the sums that rest on prices. */
  readonly doubt: PriceDoubt | null;
}

/** Of the rows shown. One unknown part makes its sum unknown; an asset without a target adds none. */
export function rowTotals(rows: readonly PositionRow[]): RowTotals {
  const targets = rows.flatMap(({ position }) => (position.target === null ? [] : [position.target]));
  return {
    value: sumOf(rows.map(({ value }) => value)),
    weight: sumOf(rows.map(({ weight }) => weight)),
    target: targets.length === 0 ? null : sumOf(targets),
    cost: sumOf(rows.map(({ position }) => position.cost)),
    unrealized: sumOf(rows.map(({ position }) => position.unrealized)),
    realized: sumOf(rows.map(({ position }) => position.realized)),
    doubt: doubtOfSum(rows.map(({ position }) => position)),
  };
}

function sumOf(parts: readonly (string | null)[]): string | null {
  const known = parts.flatMap((part) => (part === null ? [] : [Decimal.parse(part)]));
  return known.length < parts.length ? null : Decimal.sum(known).toString();
}
