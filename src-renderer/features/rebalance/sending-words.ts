// In which words is it told how the orders of a plan are sent: at once, resting first, or in parts? Pure.
import { formatDuration } from "#renderer/lib/format-age.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import type { Policy } from "#shared/domain/policy.ts";

export type Sending = NonNullable<Policy["sending"]>;

export const SENDINGS = [
  { value: "atOnce", label: "At once" },
  { value: "makerFirst", label: "Maker first" },
  { value: "slices", label: "In parts" },
] as const satisfies readonly { readonly value: Sending; readonly label: string }[];

export const SENDING_WORDS: Readonly<Record<Sending, string>> = {
  atOnce: "Each order trades at once up to its limit; what it does not get is canceled by the venue.",
  makerFirst:
    "Each order first rests in the book, for the lower maker fee; what is not filled when its time is over is sent at once.",
  slices:
    "Each order goes in two to five parts of drawn size, some seconds apart: more of them where the market is disordered.",
};

type Sent = Pick<PlanLeg, "makerWaitMs" | "slices">;

/** Of one leg, for a narrow line; null for one that goes at once. */
export function legSendingWords({ makerWaitMs, slices }: Sent): string | null {
  if (slices !== undefined) return `in ${slices.length} parts`;
  return makerWaitMs === undefined ? null : `rests ${formatDuration(makerWaitMs)}`;
}

/** Of a whole plan, in one sentence each; none where everything goes at once. */
export function planSendingWords(legs: readonly Sent[]): readonly string[] {
  const resting = legs.flatMap(({ makerWaitMs }) => (makerWaitMs === undefined ? [] : [makerWaitMs]));
  const parted = legs.flatMap(({ slices }) => (slices === undefined ? [] : [slices]));
  const waits = parted.flatMap((slices) => slices.slice(1).map(({ waitMs }) => waitMs));
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  return [
    ...(resting.length === 0
      ? []
      : [
          `${some(resting.length, legs.length)} in the book for up to ${formatDuration(Math.max(...resting))}, then what is left is sent at once.`,
        ]),
    ...(parted.length === 0
      ? []
      : [
          `${parted.length} of ${legs.length} go in parts, ${parted.reduce((sum, slices) => sum + slices.length, 0)} in all, ${spanOf(waits)} apart: ${formatDuration(total)} together.`,
        ]),
  ];
}

function some(count: number, all: number): string {
  return count === all ? "Each order rests first" : `${count} of ${all} orders rest first`;
}

function spanOf(waits: readonly number[]): string {
  const [least, most] = [formatDuration(Math.min(...waits)), formatDuration(Math.max(...waits))];
  return least === most ? least : `${least} to ${most}`;
}
