// What may a call about the rules reach? The slot of the contract file of the same name.
import type { EvaluationQuery } from "#engine/ports/repositories.ts";
import type { EvaluationPage, TriggersView } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { ScheduleTiming, TriggerSettingsPatch } from "#shared/domain/trigger-settings.ts";

/** Rejects with PROFILE_NOT_FOUND, INPUT_INVALID or STORE_ codes; then nothing has changed. */
export interface TriggersApi {
  read(profileId: ProfileId): TriggersView | Promise<TriggersView>;
  update(profileId: ProfileId, patch: TriggerSettingsPatch): Promise<TriggersView>;
  nextTimes(timing: ScheduleTiming): readonly UnixMs[];
  evaluations(profileId: ProfileId, query: EvaluationQuery): Promise<EvaluationPage>;
}
