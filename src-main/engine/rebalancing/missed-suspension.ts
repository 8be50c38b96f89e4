// Did anything end a standing approval that a crash kept from being written down as its end?
import type { Journal } from "#engine/ports/journal.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { JournalEntry, JournalKind } from "#shared/domain/journal.ts";
import type { StandingApproval } from "#shared/domain/standing-approval.ts";
import {
  computeBinding,
  computeSuspension,
  type StandingSurroundings,
  type Suspension,
} from "./compute-standing-approval.ts";

const PAGE = 1_000;

/** Kinds that say what a standing approval is bound to, or that nothing may be sent. */
const ENDING: readonly JournalKind[] = ["killSwitch.set", "profile.tradingState", "profile.changed"];

/** Reads on from the entry that created it; the first that suspends it wins. Rejects with STORE_ codes. */
export async function findMissedSuspension(
  approval: StandingApproval,
  options: { readonly entries: Pick<Journal, "read">; readonly profileId: ProfileId; readonly after: number },
): Promise<Suspension | null> {
  let { after } = options;
  for (;;) {
    const page = await options.entries.read({ after, limit: PAGE, kinds: ENDING });
    for (const entry of page) {
      if (entry.profileId !== null && entry.profileId !== options.profileId) continue;
      const suspension = computeSuspension(approval, surroundingsAt(approval, entry));
      if (suspension !== null) return suspension;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return null;
    after = last.seq;
  }
}

/** As they were when it was given, but for what this entry tells. */
function surroundingsAt(approval: StandingApproval, { event }: JournalEntry): StandingSurroundings {
  const calm = { held: [], killSwitch: { on: false, reason: "" }, trading: { state: "active", reason: null } } as const;
  const same = { ...calm, profile: approval, protectiveExits: true };
  switch (event.kind) {
    case "killSwitch.set":
      return { ...same, killSwitch: event };
    case "profile.tradingState":
      return { ...same, trading: { state: event.state, reason: event.reason.message } };
    case "profile.changed":
      return {
        ...same,
        profile: computeBinding(event.profile),
        protectiveExits: event.profile.positions.protectiveExits,
      };
    default:
      return same;
  }
}
