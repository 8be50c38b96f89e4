// How do all profiles stand side by side?

import { Doubted } from "#renderer/components/doubted.tsx";
import { ModePlate } from "#renderer/components/mode-plate.tsx";
import { ChangePercent, Money } from "#renderer/components/money.tsx";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { doubtOfProfile } from "#renderer/lib/price-doubt.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";

function ProfilePlate({ profile }: { readonly profile: Profile }) {
  const testServers = useTestServers(profile);
  return (
    <span className="row mode-head">
      <ModePlate mode={profile.mode} small testServers={testServers} />
    </span>
  );
}

export interface ProfileListProps {
  readonly profiles: readonly ProfileSummary[];
  readonly chosenId: ProfileId | null;
  readonly onChoose: (id: ProfileId) => void;
}

export function ProfileList({ profiles, chosenId, onChoose }: ProfileListProps) {
  const byPriority = [...profiles].sort((a, b) => a.profile.priority - b.profile.priority);
  return (
    <div className="profile-cards">
      {byPriority.map(({ profile, value, valueInDoubt, dayPnlShare, tradingState }) => (
        <button
          type="button"
          key={profile.id}
          className="profile-card"
          aria-current={profile.id === chosenId}
          onClick={() => onChoose(profile.id)}
        >
          <span className="tile" aria-hidden="true">
            {(Array.from(profile.name)[0] ?? "?").toUpperCase()}
          </span>
          <span className="two grow">
            <span className="semi trunc">{profile.name}</span>
            <span className="row f12 num">
              <Doubted doubt={doubtOfProfile({ valueInDoubt })}>
                <Money amount={value ?? undefined} currency={profile.currency} />
              </Doubted>
              {tradingState === "active" ? (
                <ChangePercent share={dayPnlShare ?? undefined} />
              ) : (
                <span className="ov">{tradingState}</span>
              )}
            </span>
            <ProfilePlate profile={profile} />
          </span>
        </button>
      ))}
    </div>
  );
}
