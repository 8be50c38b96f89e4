// On which older state does what is shown rest, which step failed, and since when?
import { Note } from "#renderer/components/note.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatAge } from "#renderer/lib/format-age.ts";
import { formatDayClock } from "#renderer/lib/format-time.ts";
import type { ModuleState, StrategiesView } from "#shared/domain/strategies-view.ts";
import { MODULE_WORDS } from "./market-words.ts";

export interface CycleNotesProps {
  readonly view: StrategiesView;
  readonly now: number;
}

export function CycleNotes({ view, now }: CycleNotesProps) {
  const { lastCycle } = view;
  const bad = (lastCycle?.modules ?? []).filter(({ state }) => state === "stale" || state === "failed");
  if (lastCycle === null || bad.length === 0) return null;
  const isDegraded = lastCycle.outcome === "degraded";
  return (
    <Note
      tone={isDegraded ? "over" : "bad"}
      title={
        isDegraded
          ? "The last cycle was degraded: some of this rests on an older state."
          : "The last cycle failed: some of this was never read."
      }
    >
      {bad.map((module) => (
        <span key={module.module} className="cycle-step">
          <ModuleWords module={module} now={now} />
        </span>
      ))}
    </Note>
  );
}

function ModuleWords({ module, now }: { readonly module: ModuleState; readonly now: number }) {
  const { timeZone } = usePreferences();
  const { goodAt, detail } = module;
  const since =
    goodAt === null
      ? "never went well"
      : `last well ${formatDayClock(goodAt, timeZone)}, ${formatAge(now - goodAt)} ago`;
  const why = detail === null ? "" : `: ${detail.replace(/\.$/, "")}`;
  return `${MODULE_WORDS[module.module]} (${since})${why}.`;
}
