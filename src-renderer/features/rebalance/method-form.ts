// What does a person fill in to have targets computed, and which method does that make? Pure.
import { Decimal, type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { TargetMethod } from "#shared/domain/target-method.ts";

export interface MethodRow {
  readonly asset: Asset;
  readonly isIn: boolean;
  /** Shares of the portfolio; null for none. */
  readonly cap: DecimalString | null;
  readonly floor: DecimalString | null;
  /** Name of its group; empty for none. */
  readonly group: string;
}

export interface MethodForm {
  readonly method: TargetMethod["method"];
  readonly cashShare: DecimalString;
  readonly lookbackDays: number;
  readonly rows: readonly MethodRow[];
  readonly groupMethod: TargetMethod["groupMethod"];
  /** By group, for groups that are shared out by hand. */
  readonly groupShares: ReadonlyMap<string, DecimalString>;
  readonly tilts: TargetMethod["tilts"];
}

/** A profile that never had its targets computed begins with its own assets, all in, and its own cash. */
export function toMethodForm(
  profile: Pick<Profile, "targetMethod" | "targets" | "cashAssets">,
  others: readonly Asset[],
): MethodForm {
  const { targetMethod, targets, cashAssets } = profile;
  const isNew = targetMethod.assets.length === 0;
  const own = (Object.keys(targets) as Asset[]).filter((asset) => !cashAssets.includes(asset));
  const assets = [
    ...new Set([...targetMethod.assets, ...own, ...others.filter((asset) => !cashAssets.includes(asset))]),
  ];
  const cash = cashAssets.map((asset) => Decimal.parse(targets[asset] ?? "0"));
  return {
    method: targetMethod.method,
    cashShare: isNew ? Decimal.sum(cash).toString() : targetMethod.cashShare,
    lookbackDays: targetMethod.lookbackDays,
    rows: assets.map((asset) => ({
      asset,
      isIn: isNew ? own.includes(asset) : targetMethod.assets.includes(asset),
      cap: targetMethod.caps[asset] ?? null,
      floor: targetMethod.floors[asset] ?? null,
      group: targetMethod.groups.find((group) => group.assets.includes(asset))?.name ?? "",
    })),
    groupMethod: targetMethod.groupMethod,
    groupShares: new Map(
      targetMethod.groups.flatMap(({ name, share }) => (share === undefined ? [] : [[name, share] as const])),
    ),
    tilts: targetMethod.tilts,
  };
}

/** Names of the groups in use, in the order of the rows. */
export function groupsOf({ rows }: Pick<MethodForm, "rows">): readonly string[] {
  return [...new Set(rows.filter(({ isIn, group }) => isIn && group.trim() !== "").map(({ group }) => group.trim()))];
}

/** Limits and groups of assets that are left out say nothing. */
export function toTargetMethod(form: MethodForm): TargetMethod {
  const rows = form.rows.filter(({ isIn }) => isIn);
  const limits = (limit: "cap" | "floor") =>
    Object.fromEntries(rows.flatMap((row) => (row[limit] === null ? [] : [[row.asset, row[limit]]])));
  return {
    method: form.method,
    assets: rows.map(({ asset }) => asset),
    cashShare: form.cashShare,
    caps: limits("cap"),
    floors: limits("floor"),
    lookbackDays: form.lookbackDays,
    groups: groupsOf(form).map((name) => ({
      name,
      assets: rows.filter(({ group }) => group.trim() === name).map(({ asset }) => asset),
      ...(form.groupMethod === "fixed" ? { share: form.groupShares.get(name) ?? decimalString("0") } : {}),
    })),
    groupMethod: form.groupMethod,
    tilts: Object.fromEntries(Object.entries(form.tilts).filter(([asset]) => rows.some((row) => row.asset === asset))),
  };
}
