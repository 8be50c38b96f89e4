// How are figures over all profiles said in a few words?
import type { TogetherView } from "#shared/contract/together.ts";

type Result = Pick<TogetherView["results"][number], "sales" | "wins">;
type Spread = TogetherView["spreads"][number];

/** Share of the sales that gained after fees, with how many there were. */
export function winWords({ sales, wins }: Result): string {
  return sales === 0 ? "no sales" : `${Math.round((100 * wins) / sales)} % of ${sales}`;
}

const BP_DIGITS = 1;

/** Basis points: "−12.3". */
export function bpWords(points: number): string {
  const text = points.toFixed(BP_DIGITS);
  return (Number(text) === 0 ? (0).toFixed(BP_DIGITS) : text).replace("-", "−");
}

/** What the gap loses on its way to the score: "gap 5.0 − fees 20.0 − …". */
export function spreadParts({ gap, fees, halfSpreads, slippage, lag }: Spread): string {
  const parts = [
    `gap ${bpWords(gap)}`,
    `fees ${bpWords(fees)}`,
    `half spreads ${bpWords(halfSpreads)}`,
    slippage === null ? "slippage not read" : `slippage ${bpWords(slippage)}`,
    `age of the prices ${bpWords(lag)}`,
  ];
  return parts.join(" − ");
}
