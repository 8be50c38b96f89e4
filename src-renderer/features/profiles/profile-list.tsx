// How do all profiles stand side by side?
import { ModePlate } from "#renderer/components/mode-plate.tsx";
import { ChangePercent, Money } from "#renderer/components/money.tsx";
import type { ProfileSummary } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

export interface ProfileListProps {
  readonly profiles: readonly ProfileSummary[];
  readonly chosenId: ProfileId | null;
  readonly onChoose: (id: ProfileId) => void;
}

export function ProfileList({ profiles, chosenId, onChoose }: ProfileListProps) {
  const byPriority = [...profiles].sort((a, b) => a.profile.priority - b.profile.priority);
  return (
    <div className="profile-cards">
      {byPriority.map(({ profile, value, dayPnlShare, tradingState }) => (
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
            <span className="f12 num">
              <Money amount={value ?? undefined} currency={profile.currency} />
            </span>
          </span>
          <span className="two end">
            <ModePlate mode={profile.mode} small />
            <span className="f12 num">
              {tradingState === "active" ? (
                <ChangePercent share={dayPnlShare ?? undefined} />
              ) : (
                <span className="ov">{tradingState}</span>
              )}
            </span>
          </span>
        </button>
      ))}
    </div>
  );
}
