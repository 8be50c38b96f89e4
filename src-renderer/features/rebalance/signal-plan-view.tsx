// What would the trade of a signal, or the exit of a position from one, send? Why and how much at the left, its plan at the right.
import { useEffect, useLayoutEffect } from "react";
import { useStore } from "zustand";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { plansStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { follow } from "#renderer/stores/planning-store.ts";
import type { SignalAsk } from "#renderer/stores/ticket-ask.ts";
import { approveTicket, openTicket, previewSignal, stopTicket, ticketStore } from "#renderer/stores/ticket-store.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { assetSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { SignalPlanSide } from "./signal-plan-side.tsx";
import { TicketPlan } from "./ticket-plan.tsx";
import "./ticket.css";

/** From the address: `signal/<id>` or `exit/BTC`; null for anything else. */
export function signalAskOf([kind, what]: readonly string[]): SignalAsk | null {
  if (kind === "signal") {
    const id = signalIdSchema.safeParse(what);
    return id.success ? { kind, signalId: id.data } : null;
  }
  if (kind !== "exit") return null;
  const asset = assetSchema.safeParse(what);
  return asset.success ? { kind, asset: asset.data } : null;
}

export interface SignalPlanViewProps {
  readonly summary: ProfileSummary;
  /** Keep its identity: another one is planned anew. */
  readonly ask: SignalAsk;
}

export function SignalPlanView({ summary, ask }: SignalPlanViewProps) {
  const { profile } = summary;
  const client = useClient();
  const state = useStore(ticketStore);
  const known = useStore(plansStore, ({ value, profileId }) => value !== null && profileId === profile.id);
  useLayoutEffect(() => {
    openTicket(profile.id);
    return stopTicket;
  }, [profile.id]);
  // Once by itself when it is opened; planning sends nothing.
  useEffect(() => {
    if (known) void previewSignal(client, profile.id, ask);
  }, [known, client, profile.id, ask]);
  const again = () => {
    if (!state.approving) void previewSignal(client, profile.id, ask);
  };
  const approve = () =>
    void approveTicket(client).then((planId) => {
      if (planId === null) return;
      follow(profile.id, planId);
      location.hash = hashOf("rebalance");
    });
  useShortcuts([{ keys: "r", run: again }]);
  return (
    <div className="ticket-grid">
      <div className="ticket-side">
        <SignalPlanSide
          profile={profile}
          ask={ask}
          because={state.because}
          exit={state.preview?.record.plan.trade?.signal?.exit ?? null}
          planning={state.planning}
          onAgain={again}
        />
      </div>
      <TicketPlan summary={summary} state={state} isChanged={false} lack={null} onPreview={again} onApprove={approve} />
    </div>
  );
}
