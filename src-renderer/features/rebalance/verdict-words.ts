// How does the verdict on a plan read: act or wait, and from when on? Pure.
import type { ChipTone } from "#renderer/components/chip.tsx";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Advice, PlanVerdict } from "#shared/domain/plan-verdict.ts";

export const ADVICE_WORDS: Readonly<
  Record<Advice, { readonly word: string; readonly meaning: string; readonly tone: ChipTone }>
> = {
  act: { word: "Better act", meaning: "Acting now costs less than waiting would lose.", tone: "you" },
  wait: { word: "Better wait", meaning: "Waiting loses no more than acting now would cost.", tone: "muted" },
  unknown: { word: "No advice", meaning: "The risk is not known.", tone: "over" },
};

/** Days from which on waiting costs more than acting, rounded up; null when it does not within the horizon or nothing is known. */
export function payingDay({
  cost: costText,
  waitingLoss,
  horizonDays,
}: Pick<PlanVerdict, "cost" | "waitingLoss" | "horizonDays">): number | null {
  if (waitingLoss === null) return null;
  const [cost, loss] = [Decimal.parse(costText), Decimal.parse(waitingLoss)];
  if (!loss.isPositive || cost.gte(loss)) return null;
  if (!cost.isPositive) return 0;
  const days = Decimal.fromInteger(horizonDays).mul(cost).div(loss, 6, "up");
  return Number(days.roundTo(0, "ceil").toString());
}

/** What the numbers rest on, in one sentence. */
export function historyWords({ history }: Pick<PlanVerdict, "history">): string {
  if (history.missing.length > 0) return `Too few daily prices of ${history.missing.join(", ")} to know the risk.`;
  if (history.returns === 0) return "No daily prices are known, so the risk is not.";
  return `Risk from ${history.returns} daily returns of ${history.assets.length} assets.`;
}
