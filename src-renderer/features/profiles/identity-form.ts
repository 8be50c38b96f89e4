// What of a profile tells it from the others as a person types it, and which changes are that? Pure.
import type { ProfileChanges } from "#shared/contract/views.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type ProfileIdentity, profileIdentitySchema } from "#shared/domain/profile-identity.ts";
import { strategySettingsPatchSchema } from "#shared/domain/strategy-settings.ts";

export interface IdentityForm {
  /** Assets with commas or spaces between them. */
  readonly baseAssets: string;
  readonly assetPool: string;
  readonly baseHash: string;
  readonly entropySeed: string;
  readonly rotationIntervalS: string;
  readonly complexityFactor: string;
  readonly trajectoryWeight: string;
}

/** Empty identity fields: the profile has none of its own. */
export function firstIdentityForm({ strategies, identity }: Profile): IdentityForm {
  return {
    baseAssets: strategies.baseAssets.join(", "),
    assetPool: strategies.assetPool.join(", "),
    baseHash: identity?.baseHash ?? "",
    entropySeed: identity?.entropySeed ?? "",
    rotationIntervalS: identity === undefined ? "" : String(identity.rotationIntervalS),
    complexityFactor: identity === undefined ? "" : String(identity.complexityFactor),
    trajectoryWeight: identity === undefined ? "" : String(identity.trajectoryWeight),
  };
}

export type ReadForm =
  | { readonly problem: null; readonly changes: ProfileChanges }
  /** Which field, and what is expected of it. */
  | { readonly problem: keyof IdentityForm; readonly expected: string };

const IDENTITY_EXPECTED: Readonly<Record<keyof ProfileIdentity, string>> = {
  baseHash: "1 to 128 characters, as all identity fields are filled or none",
  entropySeed: "a number from 0 to 1",
  rotationIntervalS: "60 seconds or more",
  complexityFactor: "a number from 1 to 1.5",
  trajectoryWeight: "a number from 0 to 1",
};
const LISTS = ["baseAssets", "assetPool"] as const;
const IDENTITY = ["baseHash", "entropySeed", "rotationIntervalS", "complexityFactor", "trajectoryWeight"] as const;

/** Only what differs from the profile; the first field that is wrong where one is. */
export function readIdentityForm(form: IdentityForm, profile: Profile): ReadForm {
  const lists: Partial<Record<(typeof LISTS)[number], Asset[]>> = {};
  for (const key of LISTS) {
    const assets = readAssets(form[key]);
    const isList = assets !== null && strategySettingsPatchSchema.safeParse({ [key]: assets }).success;
    if (!isList) return { problem: key, expected: "names of assets like BTC, ETH" };
    if (assets.join() !== profile.strategies[key].join()) lists[key] = assets;
  }
  const strategies = Object.keys(lists).length === 0 ? {} : { strategies: lists };
  const filled = IDENTITY.some((key) => form[key].trim() !== "");
  if (!filled && profile.identity === undefined) return { problem: null, changes: strategies };
  const read = profileIdentitySchema.safeParse({
    baseHash: form.baseHash,
    entropySeed: form.entropySeed.trim(),
    rotationIntervalS: numberOf(form.rotationIntervalS),
    complexityFactor: numberOf(form.complexityFactor),
    trajectoryWeight: numberOf(form.trajectoryWeight),
  });
  if (!read.success) {
    const field = IDENTITY.find((key) => key === read.error.issues[0]?.path[0]) ?? "baseHash";
    return { problem: field, expected: IDENTITY_EXPECTED[field] };
  }
  const isSame = JSON.stringify(read.data) === JSON.stringify(profile.identity);
  return { problem: null, changes: { ...strategies, ...(isSame ? {} : { identity: read.data }) } };
}

function readAssets(text: string): Asset[] | null {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  const assets = names.map((name) => assetSchema.safeParse(name.toUpperCase()));
  return assets.every(({ success }) => success) ? [...new Set(assets.flatMap(({ data }) => data ?? []))] : null;
}

/** Empty: the usual one. */
function numberOf(text: string): number | undefined {
  return text.trim() === "" ? undefined : Number(text);
}
