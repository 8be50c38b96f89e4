// Where do the targets on screen come from, and are they of today?
import { Chip } from "#renderer/components/chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import type { TargetsView } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { METHOD_WORDS } from "./weighting-words.ts";

const ASK_EVERY_MS = 60_000;

export interface TargetsOriginProps {
  readonly profile: Profile;
}

export function TargetsOrigin({ profile }: TargetsOriginProps) {
  const kept = Object.entries(profile.policy.cashReserve).map(([asset, amount]) => `${amount} ${asset}`);
  const reserve = kept.length === 0 ? "" : `; keeps ${kept.join(", ")} in reserve`;
  return (
    <>
      {profile.targetMethod.method === "fixed" ? "of this profile" : <Computed profile={profile} />}
      {reserve}
    </>
  );
}

function Computed({ profile }: TargetsOriginProps) {
  const client = useClient();
  const { value } = useQuery<TargetsView>({
    key: profile.id,
    ask: (signal) => client.targets.read({ profileId: profile.id }, { signal }),
    everyMs: ASK_EVERY_MS,
    refresh: JSON.stringify([profile.targetMethod, profile.targets]),
  });
  const late = value?.state === "stale" || value?.state === "missing";
  return (
    <>
      {METHOD_WORDS[profile.targetMethod.method].name}{" "}
      {late ? (
        <Chip tone="over" icon="clock" {...(value.reason === null ? {} : { title: value.reason })}>
          {value.state === "stale" ? "of before" : "not computed"}
        </Chip>
      ) : null}
    </>
  );
}
