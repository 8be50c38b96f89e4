// Do the settings of a target method contradict each other or name what is not there?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { TargetMethod } from "#shared/domain/target-method.ts";
import { WEIGHT_PLACES } from "./compute-exact-shares.ts";

export interface MethodConflict {
  /** Of the first wrong field, like `caps.BTC`. */
  readonly path: string;
  readonly message: string;
}

/** The first conflict, null where there is none. With `fixed` nothing is looked at: the rest waits for another method. */
export function computeMethodConflict(method: TargetMethod, cashAssets: readonly Asset[]): MethodConflict | null {
  if (method.method === "fixed") return null;
  return (
    checkAssets(method, cashAssets) ??
    checkPlaces(method) ??
    checkNames(method) ??
    checkPairs(method) ??
    checkSums(method) ??
    checkGroups(method) ??
    checkGroupShares(method)
  );
}

/** Keys of a parsed record are assets; Object.entries only knows them as text. */
const entriesOf = <Value>(record: Readonly<Partial<Record<Asset, Value>>>): readonly [Asset, Value][] =>
  Object.entries(record) as [Asset, Value][];

/** What the method shares out: all that is not kept as cash. */
export const investedShare = ({ cashShare }: Pick<TargetMethod, "cashShare">): Decimal =>
  Decimal.ONE.sub(Decimal.parse(cashShare));

type Check = MethodConflict | null;

function checkAssets({ assets, cashShare }: TargetMethod, cashAssets: readonly Asset[]): Check {
  if (assets.length === 0)
    return { path: "assets", message: "The method has no assets to share out among: name some." };
  const twice = assets.find((asset, index) => assets.indexOf(asset) !== index);
  if (twice !== undefined) return { path: "assets", message: `${twice} stands twice among the assets.` };
  const cash = assets.find((asset) => cashAssets.includes(asset));
  if (cash !== undefined) {
    return {
      path: "assets",
      message: `${cash} counts as cash: set the share of cash instead of naming it as an asset.`,
    };
  }
  if (Decimal.parse(cashShare).gte(Decimal.ONE)) {
    return {
      path: "cashShare",
      message: `A cash share of ${cashShare} leaves nothing to share out: it must be below 1.`,
    };
  }
  return null;
}

function checkPlaces({ cashShare, caps, floors, groups, tilts }: TargetMethod): Check {
  const shares = [
    ["cashShare", cashShare] as const,
    ...entriesOf(caps).map(([asset, cap]) => [`caps.${asset}`, cap] as const),
    ...entriesOf(floors).map(([asset, floor]) => [`floors.${asset}`, floor] as const),
    ...groups.map(({ share }, index) => [`groups.${index}.share`, share ?? "0"] as const),
    ...entriesOf(tilts).flatMap(([asset, { tilt, bound }]) => [
      [`tilts.${asset}.tilt`, tilt] as const,
      [`tilts.${asset}.bound`, bound] as const,
    ]),
  ];
  const long = shares.find(([, share]) => {
    const value = Decimal.parse(share);
    return !value.eq(value.roundTo(WEIGHT_PLACES, "down"));
  });
  if (long === undefined) return null;
  return { path: long[0], message: `${long[1]} has more than ${WEIGHT_PLACES} places.` };
}

function checkNames({ assets, caps, floors, tilts }: TargetMethod): Check {
  for (const [field, record] of [
    ["caps", caps],
    ["floors", floors],
    ["tilts", tilts],
  ] as const) {
    const unknown = entriesOf<unknown>(record).find(([asset]) => !assets.includes(asset));
    if (unknown !== undefined) {
      return { path: `${field}.${unknown[0]}`, message: `${unknown[0]} is not among the method's assets.` };
    }
  }
  return null;
}

function checkPairs({ caps, floors }: TargetMethod): Check {
  for (const [asset, floor] of entriesOf(floors)) {
    const cap = caps[asset];
    if (cap === undefined || Decimal.parse(floor).lte(Decimal.parse(cap))) continue;
    return { path: `floors.${asset}`, message: `The floor of ${asset} (${floor}) is above its cap (${cap}).` };
  }
  return null;
}

function checkSums(method: TargetMethod): Check {
  const { assets, cashShare } = method;
  const whole = investedShare(method);
  const cash = Decimal.parse(cashShare).isZero ? "" : ` beside a cash share of ${cashShare}`;
  const floors = sumOfFloors(method, assets);
  if (floors.gt(whole)) {
    const named = entriesOf(method.floors).map(([asset, floor]) => `${asset} ${floor}`);
    return {
      path: "floors",
      message: `The floors sum to ${floors} (${named.join(", ")}), but only ${whole} is shared out${cash}.`,
    };
  }
  const caps = sumOfCaps(method, assets);
  if (caps.gte(whole)) return null;
  const named = entriesOf(method.caps).map(([asset, cap]) => `${asset} ${cap}`);
  return {
    path: "caps",
    message: `The caps sum to ${caps} (${named.join(", ")}), but ${whole} is to be shared out${cash}.`,
  };
}

function checkGroups({ assets, groups }: TargetMethod): Check {
  if (groups.length === 0) return null;
  const seen = new Map<Asset, string>();
  for (const [index, { name, assets: members }] of groups.entries()) {
    if (groups.findIndex((other) => other.name === name) !== index) {
      return { path: `groups.${index}.name`, message: `Two groups are called ${name}.` };
    }
    for (const asset of members) {
      const path = `groups.${index}.assets`;
      if (!assets.includes(asset))
        return { path, message: `${asset} of group ${name} is not among the method's assets.` };
      const other = seen.get(asset);
      if (other !== undefined) return { path, message: `${asset} stands in ${other} and again in ${name}.` };
      seen.set(asset, name);
    }
  }
  const alone = assets.find((asset) => !seen.has(asset));
  return alone === undefined ? null : { path: "groups", message: `${alone} stands in no group.` };
}

function checkGroupShares(method: TargetMethod): Check {
  const { groups, groupMethod } = method;
  if (groups.length === 0 || groupMethod !== "fixed") return null;
  const whole = investedShare(method);
  for (const [index, { name, share, assets }] of groups.entries()) {
    const path = `groups.${index}.share`;
    if (share === undefined) return { path, message: `Group ${name} has no share, which fixed groups need.` };
    const part = Decimal.parse(share).mul(whole);
    const caps = sumOfCaps(method, assets);
    if (part.gt(caps)) {
      return {
        path,
        message: `The share of group ${name} (${part} of the portfolio) is above the sum of its assets' caps (${caps}).`,
      };
    }
    const floors = sumOfFloors(method, assets);
    if (part.lt(floors)) {
      return {
        path,
        message: `The share of group ${name} (${part} of the portfolio) is below the sum of its assets' floors (${floors}).`,
      };
    }
  }
  const sum = Decimal.sum(groups.map(({ share }) => Decimal.parse(share ?? "0")));
  return sum.eq(Decimal.ONE)
    ? null
    : { path: "groups", message: `The groups' shares sum to ${sum}; they must sum to 1.` };
}

const sumOfFloors = ({ floors }: TargetMethod, assets: readonly Asset[]): Decimal =>
  Decimal.sum(assets.map((asset) => Decimal.parse(floors[asset] ?? "0")));

/** An asset without a cap may have all that is shared out. */
function sumOfCaps(method: TargetMethod, assets: readonly Asset[]): Decimal {
  const whole = investedShare(method);
  return Decimal.sum(assets.map((asset) => Decimal.min(whole, Decimal.parse(method.caps[asset] ?? "1"))));
}
