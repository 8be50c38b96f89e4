// What do all profiles hold together, and which parts of it may be added up at all?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { Portfolio, Position } from "#shared/domain/portfolio.ts";
import type { MarketSource, Profile } from "#shared/domain/profile.ts";

export interface ProfileFacts {
  readonly profile: Profile;
  readonly portfolio: Portfolio;
}

export interface Exposure {
  readonly asset: Asset;
  readonly quantity: DecimalString;
  /** Null where one holder does not know its value. */
  readonly value: DecimalString | null;
  /** Of the group's value, 0..1; null where that is not known or not above 0. */
  readonly share: DecimalString | null;
  readonly isCash: boolean;
  /** The largest part first. */
  readonly holders: readonly ProfileId[];
}

export interface ProfileGroup {
  readonly source: MarketSource;
  readonly currency: Asset;
  /** In the order given. */
  readonly profiles: readonly ProfileId[];
  readonly value: DecimalString | null;
  readonly valueInDoubt: boolean;
  readonly dayPnl: DecimalString | null;
  /** The largest first; those without a value last. */
  readonly exposure: readonly Exposure[];
}

const SHARE_SCALE = 10;

/** Profiles of one market and one currency: the money of different ones is never added up. */
export function groupProfiles<T extends ProfileFacts>(facts: readonly T[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const fact of facts) {
    const key = `${fact.profile.source} ${fact.profile.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  return [...groups.values()];
}

/** Sums of one group. A sum is null where a part of it is not known. */
export function computeGroup(facts: readonly ProfileFacts[]): ProfileGroup | null {
  const [first] = facts;
  if (first === undefined) return null;
  const value = sumOf(facts.map(({ portfolio }) => portfolio.totalValue));
  return {
    source: first.profile.source,
    currency: first.profile.currency,
    profiles: facts.map(({ profile }) => profile.id),
    value: value?.toString() ?? null,
    valueInDoubt: facts.some(({ portfolio }) => portfolio.state === "stale"),
    dayPnl: sumOf(facts.map(({ portfolio }) => portfolio.dayPnl))?.toString() ?? null,
    exposure: computeExposure(facts, value),
  };
}

interface Held {
  readonly profileId: ProfileId;
  readonly position: Position;
}

function computeExposure(facts: readonly ProfileFacts[], total: Decimal | null): readonly Exposure[] {
  const byAsset = new Map<Asset, Held[]>();
  for (const { profile, portfolio } of facts) {
    for (const position of portfolio.positions) {
      if (!Decimal.parse(position.quantity).isPositive) continue;
      const { asset } = position;
      byAsset.set(asset, [...(byAsset.get(asset) ?? []), { profileId: profile.id, position }]);
    }
  }
  return [...byAsset]
    .map(([asset, held]): Exposure => {
      const value = sumOf(held.map(({ position }) => position.value));
      const share =
        value === null || total === null || !total.isPositive ? null : value.div(total, SHARE_SCALE, "halfEven");
      return {
        asset,
        quantity: Decimal.sum(held.map(({ position }) => Decimal.parse(position.quantity))).toString(),
        value: value?.toString() ?? null,
        share: share?.toString() ?? null,
        isCash: held.every(({ position }) => position.isCash),
        holders: held
          .toSorted((a, b) => Decimal.parse(b.position.quantity).cmp(Decimal.parse(a.position.quantity)))
          .map(({ profileId }) => profileId),
      };
    })
    .sort((a, b) => byValue(a, b) || (a.asset < b.asset ? -1 : 1));
}

function byValue(a: Exposure, b: Exposure): number {
  if (a.value === null) return b.value === null ? 0 : 1;
  if (b.value === null) return -1;
  return Decimal.parse(b.value).cmp(Decimal.parse(a.value));
}

function sumOf(parts: readonly (DecimalString | null)[]): Decimal | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : Decimal.sum(known.map((part) => Decimal.parse(part)));
}
