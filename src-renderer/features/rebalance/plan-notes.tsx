// What should be known of a plan before it is approved: warnings first, then how it was made?
import { Icon } from "#renderer/components/icon.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { HIDDEN_AMOUNT } from "#renderer/lib/format-decimal.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { formatPoints } from "#renderer/lib/format-points.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { planSendingWords } from "./sending-words.ts";
import { SOLVER_WORDS } from "./solver-chip.tsx";

export interface PlanNotesProps {
  readonly plan: RebalancePlan;
}

export function PlanNotes({ plan }: PlanNotesProps) {
  const { hideAmounts } = usePreferences();
  const sides = new Set(plan.legs.map(({ side }) => side));
  const notes = [
    ...parkedAssets(plan).map((asset) => `${asset}: a stop sold it and keeps it in cash until you re-arm it.`),
    ...heldBackWords(plan.policy.heldBack),
    ...(plan.tilts ?? []).map(tiltWords),
    ...(sides.size === 2 ? ["Sells go first. Buys are sized by what the sells bring."] : []),
    ...planSendingWords(plan.legs),
    // One trade has no cheaper way that was looked for.
    ...(plan.legs.length > 0 && plan.trade === undefined ? [SOLVER_WORDS[plan.solver]] : []),
    ...(plan.open === undefined || Decimal.parse(plan.open.amount).isZero ? [] : [openWords(plan.open, hideAmounts)]),
  ];
  if (plan.warnings.length + notes.length === 0) return null;
  return (
    <ul className="rb-notes f12 t2">
      {plan.warnings.map((warning) => (
        <li key={warning}>
          <span className="ov">
            <Icon name="alert" size="small" />
          </span>
          {warning}
        </li>
      ))}
      {notes.map((note) => (
        <li key={note}>
          <span className="t3">
            <Icon name="info" size="small" />
          </span>
          {note}
        </li>
      ))}
    </ul>
  );
}

/** Meant for something, at 0 in this plan, and not to be bought. */
function parkedAssets({ wanted, targets, policy, tilts = [] }: RebalancePlan): readonly Asset[] {
  const meant = Object.keys(wanted ?? {}) as Asset[]; // keys of a parsed record
  return meant.filter((asset) => {
    const isEmpty = wanted?.[asset] !== targets[asset] && Decimal.parse(targets[asset] ?? "0").isZero;
    return isEmpty && policy.neverBuy.includes(asset) && !tilts.some((line) => line.asset === asset);
  });
}

function heldBackWords(heldBack: RebalancePlan["policy"]["heldBack"]): readonly string[] {
  const { buy, sell } = heldBack ?? { buy: [], sell: [] };
  const why = "that would raise the portfolio's volatility above its ceiling (Profiles, Risk limits).";
  return [
    ...(buy.length === 0 ? [] : [`Not bought: ${buy.join(", ")}; ${why}`]),
    ...(sell.length === 0 ? [] : [`Not sold: ${sell.join(", ")}; ${why}`]),
  ];
}

/** One asset whose target a signal moved, or that makes room for it. */
function tiltWords({ asset, from, to, signalId }: NonNullable<RebalancePlan["tilts"]>[number]): string {
  const by = formatPoints(Decimal.parse(to).sub(Decimal.parse(from)).toString(), { scale: 2 });
  const why = signalId === null ? "to make room for what signals move" : "by a signal";
  return `${asset}: target tilted ${why}, ${by} points, from ${formatPercent(from, { scale: 2 })} to ${formatPercent(to, { scale: 2 })}.`;
}

function openWords({ asset, amount }: NonNullable<RebalancePlan["open"]>, hidden: boolean): string {
  return `${hidden ? HIDDEN_AMOUNT : formatQuantity(amount)} ${asset} of what you asked for stay open after this plan.`;
}
