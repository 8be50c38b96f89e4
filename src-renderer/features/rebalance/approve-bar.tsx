// How is the plan on screen approved? Account and mode stand in the button; what stands against it is said with the key that mends it.
import { useState } from "react";
import { useStore } from "zustand";
import { CountdownButton } from "#renderer/components/countdown-button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Checkbox } from "#renderer/components/switch.tsx";
import { TypedApproval } from "#renderer/components/typed-approval.tsx";
import { keyNames } from "#renderer/hooks/use-shortcuts.ts";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { healthStore, pricesStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { isSameTargets } from "#renderer/stores/plan-draft.ts";
import type { PlanningState } from "#renderer/stores/planning-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Preview, ProfileSummary } from "#shared/contract/views.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import { findObstacle } from "./approve-gate.ts";
import { GatesVerdict } from "./gates-list.tsx";
import { countOrders } from "./plan-words.ts";

export interface ApproveBarProps {
  readonly summary: ProfileSummary;
  /** How far the making and the approval of the preview are. */
  readonly standing: Pick<PlanningState, "planning" | "approving" | "refusal">;
  readonly preview: Preview;
  readonly checks: readonly LegCheck[];
  readonly sumIsWhole: boolean;
  readonly outOfDate: boolean;
  readonly sending: boolean;
  /** The plan's targets are only of this plan: they cannot be kept. */
  readonly keepsNothing?: boolean;
  readonly onApprove: (saveTargets: boolean) => void;
}

export function ApproveBar(props: ApproveBarProps) {
  const { summary, standing, preview, checks, sumIsWhole, outOfDate, sending, keepsNothing = false } = props;
  const { profile } = summary;
  const { plan } = preview.record;
  const connected = useStore(connectionStore, ({ state }) => state !== "lost");
  const paused = useStore(healthStore, (state) => state.value?.paused?.reason ?? null);
  const prices = useStore(pricesStore, (state) => (state.profileId === profile.id ? state.value : null));
  const expired = useStore(nowStore, ({ now }) => now >= plan.expiresAt);
  const testServers = useTestServers(profile);
  const [saves, setSaves] = useState(false);
  const differs = !keepsNothing && !isSameTargets(plan.wanted ?? plan.targets, profile.targets);
  const busy = sending || standing.approving;
  const obstacle = findObstacle({
    plan,
    gates: preview.gates,
    checks: busy ? [] : checks,
    planning: standing.planning,
    sumIsWhole,
    outOfDate: outOfDate && !busy,
    connected,
    paused,
    halted: summary.tradingState === "halted" ? (summary.stateReason ?? "") : null,
    prices: busy ? null : prices,
    refusal: standing.refusal,
    pauseKey: keyNames("mod+.").join(" "),
  });
  const approve = () => props.onApprove(differs && saves);
  const orders = countOrders(plan.legs.length);
  return (
    <div className="rb-approve">
      {standing.refusal === null ? (
        <GatesVerdict gates={preview.gates} checks={checks} />
      ) : (
        <ErrorState {...errorWords(standing.refusal)} />
      )}
      {plan.startDelayMs > 0 ? (
        <span className="lab">starts {formatDuration(plan.startDelayMs)} after the approval</span>
      ) : null}
      {differs && !outOfDate ? (
        <Checkbox label="Keep these targets for the profile" checked={saves} onChange={setSaves} disabled={busy} />
      ) : null}
      <CountdownButton
        mode={plan.mode}
        testServers={testServers}
        deed={`Send ${orders} from ${profile.name}`}
        holdDeed={`Hold to send ${orders} from ${profile.name}`}
        expiresAt={plan.expiresAt}
        lifeMs={plan.expiresAt - plan.createdAt}
        onApprove={approve}
        disabledBecause={obstacle ?? undefined}
        sending={busy}
      />
      {plan.mode === "live" && obstacle === null && !expired && !busy ? (
        <TypedApproval
          phrase={`${profile.name.toUpperCase()} ${plan.legs.length}`}
          deed={`Send ${orders}`}
          onApprove={approve}
        />
      ) : null}
    </div>
  );
}
