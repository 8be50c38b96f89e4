// Why did the rules open something, or nothing? Each look at them, newest first.
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Chip, type ChipTone } from "#renderer/components/chip.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { RULE_WORDS } from "#renderer/lib/rule-words.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { EvaluationPage } from "#shared/contract/views.ts";
import type { EvaluationCause, EvaluationRecord, RuleOutcome } from "#shared/domain/evaluation.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type SuggestionType, suggestionTypeSchema } from "#shared/domain/suggestion.ts";

const PAGE = 50;
const READ_EVERY_MS = 15_000;

const CAUSES: Readonly<Record<EvaluationCause, string>> = {
  prices: "prices moved",
  timer: "the clock",
  asked: "asked for",
  forced: "forced",
};

const OUTCOMES: Readonly<Record<RuleOutcome["outcome"], { readonly word: string; readonly tone: ChipTone }>> = {
  opened: { word: "Opened", tone: "you" },
  open: { word: "Still open", tone: "you" },
  snoozed: { word: "Snoozed", tone: "muted" },
  dismissed: { word: "Dismissed", tone: "muted" },
  cooling: { word: "Cooling down", tone: "muted" },
  quiet: { word: "Not fired", tone: "plain" },
  off: { word: "Off", tone: "plain" },
  unknown: { word: "Not known", tone: "over" },
};

const FIRED = [
  { value: "all", label: "Fired or not" },
  { value: "fired", label: "Fired" },
  { value: "quiet", label: "Not fired" },
] as const;
type Fired = (typeof FIRED)[number]["value"];

const RULES = [
  { value: "all", label: "Every rule" },
  ...suggestionTypeSchema.options.map((value) => ({ value, label: RULE_WORDS[value].name })),
] as const;
type Rule = SuggestionType | "all";

export interface EvaluationsPanelProps {
  readonly profile: Profile;
}

export function EvaluationsPanel({ profile }: EvaluationsPanelProps) {
  const client = useClient();
  const now = useNow();
  const [rule, setRule] = useState<Rule>("all");
  const [fired, setFired] = useState<Fired>("all");
  const [before, setBefore] = useState<number | null>(null);
  const [asked, setAsked] = useState(0);
  const remote = useQuery<EvaluationPage>({
    key: `${profile.id} ${rule} ${fired} ${before}`,
    ask: (signal) =>
      client.triggers.evaluations(
        {
          profileId: profile.id,
          limit: PAGE,
          ...(before === null ? {} : { before }),
          ...(rule === "all" ? {} : { rule }),
          ...(fired === "all" ? {} : { fired: fired === "fired" }),
        },
        { signal },
      ),
    everyMs: READ_EVERY_MS,
    refresh: asked,
  });
  const check = useCommand(async () => {
    await client.rebalancing.check({ profileId: profile.id, force: true });
    setBefore(null);
    setAsked((count) => count + 1);
  });
  const state = toPanelState(remote, { now, isEmpty: ({ items }) => items.length === 0 });
  const older = remote.value?.next ?? null;
  return (
    <Panel
      title="Checks of the rules"
      meta="newest first"
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <SelectField
            label="Rule"
            hideLabel
            width={150}
            options={RULES}
            value={rule}
            onChange={(next) => {
              setRule(next);
              setBefore(null);
            }}
          />
          <SelectField
            label="Fired"
            hideLabel
            width={112}
            options={FIRED}
            value={fired}
            onChange={(next) => {
              setFired(next);
              setBefore(null);
            }}
          />
        </>
      }
      foot={
        <>
          <Button disabled={check.busy} onClick={() => void check.run(undefined)}>
            {check.busy ? "Checking" : "Check now"}
          </Button>
          <span className="f12 t3 grow">
            {check.error === null ? "Without waiting for the cool-down." : check.error.message}
          </span>
          {before === null ? null : <Button onClick={() => setBefore(null)}>Newest</Button>}
          {older === null ? null : <Button onClick={() => setBefore(older)}>Older</Button>}
        </>
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={10} rowHeight={36} />
          </PanelBody>
        }
        empty={{ children: "Nothing of this kind was checked within the last 30 days." }}
      >
        {({ items }) => (
          <ol className="rb-evaluations scroll f12" aria-label="Checks of the rules">
            {items.map((record) => (
              <Evaluation key={record.seq} record={record} rule={rule === "all" ? null : rule} />
            ))}
          </ol>
        )}
      </LoadableView>
    </Panel>
  );
}

interface EvaluationProps {
  readonly record: EvaluationRecord;
  /** Only this rule's outcome; null for all of them. */
  readonly rule: SuggestionType | null;
}

function Evaluation({ record, rule }: EvaluationProps) {
  const { timeZone, hideAmounts } = usePreferences();
  const [isOpen, setOpen] = useState(false);
  const write = (words: string) => (hideAmounts ? hideAmountsIn(words) : words);
  const outcomes = record.rules.filter(({ type }) => rule === null || type === rule);
  const fired = outcomes.filter((outcome) => outcome.fired).length;
  return (
    <li>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="mono f11 t3">{formatDateTime(record.until, timeZone)}</span>
          <span className="grow trunc">{write(record.summary)}</span>
          <span className="t3">
            {CAUSES[record.cause]}
            {record.times === 1 ? "" : `, ${record.times} times`}
          </span>
          <Chip tone={fired > 0 ? "you" : "plain"}>{fired > 0 ? `${fired} fired` : "none fired"}</Chip>
        </summary>
        {isOpen ? (
          <>
            <p className="t2">{write(record.summary)}</p>
            <ul>
              {outcomes.map((outcome) => (
                <li key={outcome.type}>
                  <span className="med">{RULE_WORDS[outcome.type].name}</span>
                  <span className="t2">{write(outcome.reason)}</span>
                  <Chip tone={OUTCOMES[outcome.outcome].tone}>{OUTCOMES[outcome.outcome].word}</Chip>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </details>
    </li>
  );
}
