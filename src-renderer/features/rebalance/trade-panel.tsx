// How is one trade made by hand: what and how much, its preview, and the same approval as any plan?
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { follow } from "#renderer/stores/planning-store.ts";
import {
  approveTicket,
  isTicketChanged,
  openTicket,
  previewTicket,
  stopTicket,
  ticketStore,
} from "#renderer/stores/ticket-store.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { TicketCandidates } from "./ticket-candidates.tsx";
import { TicketFields } from "./ticket-fields.tsx";
import { formOf, readTicket, symbolsOf, type TicketFacts, type TicketForm } from "./ticket-form.ts";
import { TicketPlan } from "./ticket-plan.tsx";
import "./rebalance.css";
import "./plan.css";
import "./ticket.css";

const INSTRUMENTS_EVERY_MS = 300_000;

export function TradePanel() {
  const summary = useActiveProfile();
  const parameters = useStore(navigationStore, (state) => state.parameters);
  // Another address, from the list of positions or the palette, is another ticket.
  return <Ticket key={`${summary.profile.id} ${parameters.join(" ")}`} summary={summary} parameters={parameters} />;
}

interface TicketProps {
  readonly summary: ProfileSummary;
  readonly parameters: readonly string[];
}

function Ticket({ summary, parameters }: TicketProps) {
  const { profile } = summary;
  const client = useClient();
  const portfolio = useStore(portfolioStore, (state) => (state.profileId === profile.id ? state.value : null));
  const instruments = useQuery({
    key: profile.id,
    ask: (signal) => client.marketData.instruments({ profileId: profile.id }, { signal }),
    everyMs: INSTRUMENTS_EVERY_MS,
  });
  const facts: TicketFacts = useMemo(
    () => ({ profile, portfolio, instruments: instruments.value ?? [] }),
    [profile, portfolio, instruments.value],
  );
  const [typed, setForm] = useState<TicketForm>(() => formOf(parameters));
  const symbols = symbolsOf(facts);
  const form = typed.symbol === "" ? { ...typed, symbol: symbols[0] ?? "" } : typed;
  const { ask, lack } = readTicket(form);
  const state = useStore(ticketStore);
  const changed = isTicketChanged(state, ask);

  useLayoutEffect(() => {
    openTicket(profile.id);
    return stopTicket;
  }, [profile.id]);
  // A preset that is whole when it is opened is planned once by itself, when what is held is known; planning sends nothing.
  const known = portfolio !== null;
  const arrived = useRef(false);
  useEffect(() => {
    if (!known || arrived.current) return;
    arrived.current = true;
    const first = readTicket(formOf(parameters)).ask;
    if (first !== null && first.kind !== "order") void previewTicket(client, profile, first);
  }, [known, client, profile, parameters]);

  const preview = () => {
    if (ask !== null && !state.approving) void previewTicket(client, profile, ask);
  };
  const approve = () =>
    void approveTicket(client).then((planId) => {
      if (planId === null) return;
      follow(profile.id, planId);
      location.hash = hashOf("rebalance");
    });
  useShortcuts([{ keys: "r", run: preview }]);
  return (
    <>
      <ScreenHead title="Trade ticket" meta={`${profile.name}. Targets and bands are not looked at.`}>
        {state.planning ? (
          <Button icon="close" onClick={stopTicket}>
            Stop planning
          </Button>
        ) : null}
      </ScreenHead>
      <div className="ticket-grid">
        <div className="ticket-side">
          <TicketFields
            form={form}
            facts={facts}
            symbols={symbols}
            instruments={instruments}
            lack={lack}
            busy={state.planning || state.approving}
            onChange={setForm}
            onPreview={preview}
          />
          {ask?.kind === "order" ? <TicketCandidates key={JSON.stringify(ask.trade)} trade={ask.trade} /> : null}
        </div>
        <TicketPlan
          summary={summary}
          state={state}
          isChanged={changed}
          lack={lack}
          onPreview={preview}
          onApprove={approve}
        />
      </div>
    </>
  );
}
