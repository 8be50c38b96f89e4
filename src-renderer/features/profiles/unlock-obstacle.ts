// What stands between a profile and live, as far as the window can tell? Pure; the engine decides again.
import type { ChecklistLine, GoingLive } from "#shared/contract/views.ts";

export interface UnlockFacts {
  readonly goingLive: GoingLive;
  readonly accepted: ReadonlySet<ChecklistLine["id"]>;
  readonly typedName: string;
  readonly profileName: string;
}

/** One sentence; null when nothing does. */
export function findUnlockObstacle({ goingLive, accepted, typedName, profileName }: UnlockFacts): string | null {
  if (goingLive.blocked !== null) return goingLive.blocked.message;
  const failed = goingLive.lines.filter(({ state }) => state === "failed");
  if (failed.length > 0) return `Mend first: ${failed.map(({ label }) => label).join(", ")}.`;
  const open = goingLive.lines.filter(({ id, state }) => state === "open" && !accepted.has(id));
  if (open.length > 0) return `${open.length} open ${open.length === 1 ? "line is" : "lines are"} not accepted yet.`;
  return typedName.trim() === profileName ? null : "The name is not typed yet.";
}
