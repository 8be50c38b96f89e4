// What can be asked for on the trade ticket, and how is the engine asked for it? Pure.
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Trade } from "#shared/domain/trade.ts";

export type TicketAsk =
  | { readonly kind: "order"; readonly trade: Trade }
  /** All of one asset, at every account of the profile. */
  | { readonly kind: "close"; readonly asset: Asset }
  /** What is due of the position that a signal opened in one asset. */
  | { readonly kind: "exit"; readonly asset: Asset }
  /** All of every asset that is no cash. */
  | { readonly kind: "cash" };
export type TicketKind = TicketAsk["kind"];

type PreviewInput = Parameters<SchwabotClient["rebalancing"]["preview"]>[0];

const ONE = Decimal.ONE.toString();
const ZERO = Decimal.ZERO.toString();

/** Rules of the profile (never sell, pinned) hold for the presets too: the plan then says what stays and why. */
export function toPreviewInput(
  ask: Exclude<TicketAsk, { kind: "exit" }>,
  profile: Profile,
  portfolio: Portfolio | null,
): PreviewInput {
  const { id: profileId } = profile;
  switch (ask.kind) {
    case "order":
      return { profileId, trade: ask.trade };
    case "close":
      return { profileId, policy: { goal: "liquidate", liquidate: ask.asset } };
    case "cash":
      return {
        profileId,
        targets: allCash(profile, portfolio),
        // Near enough is for rebalancing; here everything is to go.
        policy: { goal: "target", tolerance: ZERO },
      };
  }
}

function allCash({ targets, cashAssets, currency }: Profile, portfolio: Portfolio | null): Targets {
  const cash = cashAssets.includes(currency) ? currency : cashAssets[0];
  const assets = new Set<string>([
    ...Object.keys(targets),
    ...(portfolio?.positions ?? []).map(({ asset }) => asset),
    ...cashAssets,
  ]);
  const entries = [...assets].map((asset): readonly [string, DecimalString] => [asset, asset === cash ? ONE : ZERO]);
  return Object.fromEntries(entries);
}
