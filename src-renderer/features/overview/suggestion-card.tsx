// What does one suggestion say, and what can be done about it?
import { Button, IconButton } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { Menu, type MenuEntry } from "#renderer/components/menu.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { PriorityBars } from "#renderer/components/priority-bars.tsx";
import { formatClock, formatRecent } from "#renderer/lib/format-time.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { RULE_WORDS } from "#renderer/lib/rule-words.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { isSnoozed } from "./suggestion-order.ts";

export type Snooze = "1h" | "1d" | "doubles";

export interface SuggestionCardProps {
  readonly suggestion: Suggestion;
  /** The one that asks: its buttons are shown, those of the others are in a menu. */
  readonly first: boolean;
  readonly now: number;
  readonly onReview: () => void;
  readonly onSnooze: (until: Snooze) => void;
  readonly onDismiss: () => void;
}

export function SuggestionCard({ suggestion, first, now, onReview, onSnooze, onDismiss }: SuggestionCardProps) {
  const { hideAmounts } = usePreferences();
  const asleep = isSnoozed(suggestion, now);
  const words = `${suggestion.reason} ${suggestion.action}`;
  const asks = first && !asleep;
  const snoozes: readonly MenuEntry[] = [
    { id: "1h", label: "Snooze for an hour", icon: "clock", onSelect: () => onSnooze("1h") },
    { id: "1d", label: "Snooze for a day", icon: "clock", onSelect: () => onSnooze("1d") },
    { id: "doubles", label: "Snooze until it doubles", icon: "clock", onSelect: () => onSnooze("doubles") },
  ];
  return (
    <li className={asleep ? "suggestion asleep" : "suggestion"}>
      <PriorityBars priority={suggestion.priority} />
      <div className="suggestion-text">
        <div className="row">
          <span className="med trunc" title={suggestion.title}>
            {suggestion.title}
          </span>
          <span className="f11 t3 end">{RULE_WORDS[suggestion.type].short}</span>
          {asks ? null : (
            <Menu
              trigger={<IconButton icon="more" label={`What to do: ${suggestion.title}`} small />}
              entries={[
                { id: "review", label: "Review plan", icon: "rebalance", onSelect: onReview },
                ...snoozes.map((entry, index) => ({ ...entry, startsGroup: index === 0 })),
                {
                  id: "dismiss",
                  label: "Dismiss with a reason",
                  icon: "close",
                  startsGroup: true,
                  onSelect: onDismiss,
                },
              ]}
            />
          )}
        </div>
        <p className="f12 t2">{hideAmounts ? hideAmountsIn(words) : words}</p>
        {asleep ? <SnoozedChip suggestion={suggestion} now={now} /> : null}
        {asks ? (
          <div className="row suggestion-deeds">
            <Button kind="primary" onClick={onReview}>
              Review plan
            </Button>
            <Menu
              align="start"
              trigger={
                <Button kind="ghost" iconAfter="chevronDown">
                  Snooze
                </Button>
              }
              entries={snoozes}
            />
            <Button kind="ghost" onClick={onDismiss}>
              Dismiss
            </Button>
          </div>
        ) : null}
      </div>
    </li>
  );
}

function SnoozedChip({ suggestion, now }: { readonly suggestion: Suggestion; readonly now: number }) {
  const { timeZone } = usePreferences();
  const { snoozedUntil, snoozedUntilDoubles } = suggestion;
  const until =
    snoozedUntilDoubles === null ? `until ${untilWords(snoozedUntil ?? now, now, timeZone)}` : "until it doubles";
  return (
    <Chip tone="muted" icon="clock">
      Snoozed {until}
    </Chip>
  );
}

function untilWords(time: number, now: number, zone: "utc" | "local"): string {
  const recent = formatRecent(time, now, zone);
  const clock = formatClock(time, zone);
  return recent === clock ? clock : `${recent} ${clock}`;
}
