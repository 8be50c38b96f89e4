// What is happening to the approved plan right now: each order on its way, what is not known, and how it can be stopped?
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { Chip } from "#renderer/components/chip.tsx";
import { ConfirmDialog } from "#renderer/components/dialog.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LegNodes } from "#renderer/components/leg-nodes.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatClockSeconds } from "#renderer/lib/format-time.ts";
import { auditStore, plansStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import { isTerminal } from "#shared/domain/order.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { HeldNote } from "./held-note.tsx";
import { planJournal } from "./journal-lines.ts";
import { JournalPanel } from "./journal-panel.tsx";
import { toOrderLines } from "./order-lines.ts";
import { OrdersTable } from "./orders-table.tsx";
import { countOrders, STATE_WORDS } from "./plan-words.ts";
import { ProgressPanel } from "./progress-panel.tsx";
import { StandingMark } from "./standing-mark.tsx";
import { usePlanCommands } from "./use-plan-commands.ts";
import { WeightsPanel } from "./weights-panel.tsx";

export interface ExecutingViewProps {
  readonly record: PlanRecord;
  readonly profile: Profile;
}

export function ExecutingView({ record, profile }: ExecutingViewProps) {
  const commands = usePlanCommands(record, profile);
  const [asking, setAsking] = useState(false);
  const lines = useMemo(() => toOrderLines(record), [record]);
  const audit = useStore(auditStore, (state) => state.value);
  const journal = useMemo(() => planJournal(audit ?? [], record), [audit, record]);
  const now = useStore(nowStore, (state) => state.now);
  const plans = toPanelState(useStore(plansStore), { now });
  const ending = record.state === "RECONCILING";
  useShortcuts([
    {
      keys: "s",
      run: () => {
        if (commands.canStop) commands.run("stopAfterLeg");
      },
    },
    {
      keys: "shift+x",
      run: () => {
        if (!ending) setAsking(true);
      },
    },
  ]);
  const open = record.orders.filter(({ state }) => !isTerminal(state)).length;
  const testServers = useTestServers(profile);
  const filled = lines.filter(({ ratio }) => ratio >= 1).length;
  return (
    <div className="rb-exec">
      <Panel
        title="Orders"
        meta={`${filled} of ${lines.length} filled`}
        actions={plans.state === "stale" ? <StaleChip ageMs={plans.ageMs} /> : <Legend />}
        foot={<SafeToClose />}
      >
        {record.state === "PAUSED" ? <HeldNote record={record} commands={commands} /> : null}
        <div className={classNames("col grow rb-fit", plans.state === "stale" && "stale-content")}>
          <OrdersTable lines={lines} record={record} journal={journal} />
        </div>
      </Panel>
      <div className="rb-exec-side">
        <ProgressPanel record={record} lines={lines} commands={commands} onCancelAll={() => setAsking(true)} />
        <WeightsPanel profile={profile} plan={record.plan} />
        <JournalPanel lines={journal} />
      </div>
      <ConfirmDialog
        open={asking}
        title="Cancel all open orders?"
        description={`${
          open === 0
            ? "No order is open now."
            : `${countOrders(open)} at the venues ${open === 1 ? "is" : "are"} canceled by id.`
        } Nothing more of this plan is sent. What is filled stays filled.`}
        safeLabel="Go on with the plan"
        deedLabel="Cancel all and end the plan"
        onSafe={() => setAsking(false)}
        onDeed={() => {
          setAsking(false);
          commands.run("cancelAll");
        }}
        mode={record.plan.mode}
        testServers={testServers}
        profileName={profile.name}
      />
    </div>
  );
}

export interface ExecutingHeadProps {
  readonly record: PlanRecord;
}

/** State of the plan in the screen's head. */
export function ExecutingHead({ record }: ExecutingHeadProps) {
  const { timeZone } = usePreferences();
  const unknown = record.orders.filter(({ state }) => state === "UNKNOWN" || state === "CANCEL_UNKNOWN").length;
  const { word, tone } = STATE_WORDS[record.state];
  return (
    <>
      {unknown > 0 && record.state !== "PAUSED" ? (
        <Chip tone="over" icon="pause">
          {word}, held for {unknown === 1 ? "one answer" : `${unknown} answers`}
        </Chip>
      ) : (
        <Chip tone={tone} icon={record.state === "PAUSED" ? "pause" : "play"}>
          {word}
          {record.stopAfterLeg && record.state === "EXECUTING" ? ", stops after this order" : ""}
        </Chip>
      )}
      <span className="f12">
        plan <HashText value={record.plan.planHash} label="Plan hash" plain />
        {record.approvedAt === null ? null : `, approved ${formatClockSeconds(record.approvedAt, timeZone)}`}
      </span>
      <StandingMark record={record} />
    </>
  );
}

function Legend() {
  return (
    <span className="lab rb-legend" aria-hidden="true">
      <LegNodes state="FILLED" />
      planned, sent, open, filled
    </span>
  );
}

function SafeToClose() {
  return (
    <span className="row f12 t3">
      <Icon name="shield" size="small" />
      Every step is written to disk before it is sent. Closing the app is safe: it looks these orders up and asks you
      before sending more.
    </span>
  );
}
