// What do the venues say of a plan's orders before it may be approved, in words? Pure.
import type { IconName } from "#renderer/components/icon.tsx";
import type { LegCheck, LegCheckState } from "#shared/domain/leg-check.ts";

export interface CheckWords {
  readonly icon: IconName;
  /** Class of its color; the icon and the word say the same. */
  readonly tone: "up" | "dn" | "ov" | "t3";
  readonly word: string;
}

export const CHECK_WORDS: Readonly<Record<LegCheckState, CheckWords>> = {
  ok: { icon: "check", tone: "up", word: "The venue would take it" },
  pending: { icon: "clock", tone: "t3", word: "The venue is being asked" },
  refused: { icon: "close", tone: "dn", word: "The venue would refuse it" },
  unanswered: { icon: "alert", tone: "ov", word: "The venue did not answer" },
  notSupported: { icon: "minus", tone: "t3", word: "This venue cannot check without placing" },
};

/** One line for all of them: how many were checked, and by whom not. */
export function checksWords(checks: readonly LegCheck[]): string {
  const count = (state: LegCheckState) => checks.filter((check) => check.state === state).length;
  const supported = checks.length - count("notSupported");
  if (checks.length === 0) return "Not checked by the venues yet";
  if (supported === 0) return "These venues cannot check orders without placing them";
  const rest = count("notSupported") === 0 ? "" : `, ${count("notSupported")} cannot be`;
  return `${count("ok")} of ${supported} validated by the venue${rest}`;
}

/** What stands against an approval; null when every venue that can check said yes. Nothing known stands for nothing against it. */
export function checkObstacle(
  checks: readonly LegCheck[],
): { readonly sentence: string; readonly again: boolean } | null {
  const first = (state: LegCheckState) => checks.findIndex((check) => check.state === state);
  const refused = first("refused");
  if (refused >= 0) {
    return { sentence: `The venue would refuse order ${refused + 1}. Change it or plan again.`, again: true };
  }
  const pending = checks.filter(({ state }) => state === "pending").length;
  if (pending > 0) {
    return {
      sentence: `The venues are checking: ${pending === 1 ? "1 order" : `${pending} orders`} to go.`,
      again: false,
    };
  }
  const unanswered = first("unanswered");
  if (unanswered < 0) return null;
  return { sentence: `Nothing was heard of order ${unanswered + 1}. Plan again to ask anew.`, again: true };
}

const WORST_FIRST = ["refused", "unanswered", "pending", "ok", "notSupported"] as const;

/** What one mark for all of them shows. */
export function worstState(checks: readonly LegCheck[]): LegCheckState {
  return WORST_FIRST.find((state) => checks.some((check) => check.state === state)) ?? "notSupported";
}
