// Are these targets and rules to be the profile's own from now on?
import { Button } from "#renderer/components/button.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { rulesOf } from "#renderer/stores/plan-draft.ts";
import { forgetKept } from "#renderer/stores/planning-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { PolicyPatch, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { isWhole } from "./draft-targets.ts";

export interface KeepForProfileProps {
  readonly profile: Profile;
  /** Null where they are the profile's own. */
  readonly targets: Targets | null;
  readonly patch: PolicyPatch;
}

/** Nothing where only the goal was changed: a goal is for one plan. */
export function KeepForProfile({ profile, targets, patch }: KeepForProfileProps) {
  const client = useClient();
  const toast = useToast();
  const policy = rulesOf(patch);
  const keep = useCommand(async () => {
    try {
      await client.profiles.update({
        profileId: profile.id,
        changes: {
          ...(targets === null ? {} : { targets }),
          ...(Object.keys(policy).length === 0 ? {} : { policy }),
        },
      });
      forgetKept();
      toast({
        tone: "ok",
        title: `Kept for ${profile.name}`,
        detail: "New plans are made with these targets and rules.",
      });
    } catch (failure) {
      const { happened, next } = errorWords(toShownError(failure));
      toast({ tone: "error", title: happened, detail: next });
    }
  });
  if (targets === null && Object.keys(policy).length === 0) return null;
  const whole = targets === null || isWhole(targets);
  return (
    <Button
      kind="ghost"
      disabled={!whole || keep.busy}
      title={whole ? "Makes them this profile's own, without a plan" : "The targets must add up to exactly 100.0%"}
      onClick={() => void keep.run(undefined)}
    >
      {keep.busy ? "Keeping" : "Keep"}
    </Button>
  );
}
