// Which trade is on the ticket, and which preview came of it? Apart from the plan for the targets, so that neither grows stale by the other.
import { createStore } from "zustand/vanilla";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { type ShownError, toShownError } from "#shared/contract/shown-error.ts";
import type { Preview } from "#shared/contract/views.ts";
import type { PlanId, ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { portfolioStore } from "./engine-stores.ts";
import { LatestAsk } from "./latest-ask.ts";
import { canonical } from "./plan-draft.ts";
import { type TicketAsk, toPreviewInput } from "./ticket-ask.ts";

export interface TicketState {
  readonly profileId: ProfileId | null;
  readonly preview: Preview | null;
  /** What the preview was asked for, as text that can be compared. */
  readonly asked: string | null;
  readonly planning: boolean;
  readonly error: ShownError | null;
  readonly approving: boolean;
  /** Why the last approval was refused; goes with the preview. */
  readonly refusal: ShownError | null;
}

const FRESH = {
  preview: null,
  asked: null,
  planning: false,
  error: null,
  approving: false,
  refusal: null,
} as const;

export const ticketStore = createStore<TicketState>(() => ({ profileId: null, ...FRESH }));

const latest = new LatestAsk();
type Client = Pick<SchwabotClient, "rebalancing" | "signals">;

/** A ticket that is opened starts empty: an old preview of another day is no one's wish. */
export function openTicket(profileId: ProfileId): void {
  latest.stop();
  ticketStore.setState({ ...FRESH, profileId });
}

export function stopTicket(): void {
  latest.stop();
  ticketStore.setState({ planning: false });
}

/** Plans the trade; nothing is sent. */
export async function previewTicket(client: Client, profile: Profile, ask: TicketAsk): Promise<void> {
  const { value, profileId: shown } = portfolioStore.getState();
  ticketStore.setState({ ...FRESH, profileId: profile.id, planning: true });
  const answer = await latest.ask((signal) =>
    ask.kind === "exit"
      ? client.signals.planExit({ profileId: profile.id, asset: ask.asset }, { signal })
      : client.rebalancing.preview(toPreviewInput(ask, profile, shown === profile.id ? value : null), { signal }),
  );
  if (answer === null) return;
  if ("record" in answer) ticketStore.setState({ planning: false, preview: answer, asked: canonical(ask) });
  else ticketStore.setState({ planning: false, error: answer });
}

/** Whether the preview is of something else than what is on the ticket now. */
export function isTicketChanged({ preview, asked }: TicketState, ask: TicketAsk | null): boolean {
  return preview !== null && (ask === null || asked !== canonical(ask));
}

/** Approves exactly the preview on screen, once; its targets never become the profile's. Null when it was refused (see `refusal`). */
export async function approveTicket(client: Pick<Client, "rebalancing">): Promise<PlanId | null> {
  const { preview, approving, profileId } = ticketStore.getState();
  if (preview === null || preview.nonce === null || approving || profileId === null) return null;
  ticketStore.setState({ approving: true, refusal: null });
  const { planHash, planId } = preview.record.plan;
  try {
    await client.rebalancing.approve({ profileId, planHash, nonce: preview.nonce, saveTargets: false });
    ticketStore.setState({ ...FRESH, profileId });
    return planId;
  } catch (failure) {
    ticketStore.setState({ approving: false, refusal: toShownError(failure) });
    return null;
  }
}
