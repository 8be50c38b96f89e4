// What may a call about automatic rebalancing reach? The slot of the contract file of the same name, kept apart for its size.
import type { StandingView } from "#shared/contract/views.ts";
import type { Nonce, ProfileId, StandingApprovalId } from "#shared/domain/ids.ts";
import type { StandingProposal, StandingRecord, StandingTerms } from "#shared/domain/standing-approval.ts";
import type { StreamSource } from "./watch-stream.ts";

type MaybePromise<T> = T | Promise<T>;

/** Everything rejects with PROFILE_NOT_FOUND; what changes something with STANDING_ codes, then nothing has changed. */
export interface StandingApprovalsApi {
  view(profileId: ProfileId): MaybePromise<StreamSource<StandingView, void>>;
  propose(profileId: ProfileId, terms: StandingTerms): MaybePromise<StandingProposal>;
  create(
    profileId: ProfileId,
    given: { readonly approvalId: StandingApprovalId; readonly nonce: Nonce; readonly typedName: string | null },
  ): Promise<StandingRecord>;
  revoke(profileId: ProfileId, approvalId: StandingApprovalId): Promise<StandingRecord>;
}
