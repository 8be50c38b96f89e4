// The profile is live: how much may one plan turn over, and how is it locked again?
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Profile, Ramp } from "#shared/domain/profile.ts";
import { RAMP_STEPS, rampNeighbors } from "./ramp-steps.ts";

export interface LivePartProps {
  readonly profile: Profile;
  readonly isTest: boolean;
  readonly ramp: Ramp | null;
  readonly locking: boolean;
  readonly onLock: () => void;
  readonly onChanged: () => void;
}

export function LivePart({ profile, isTest, ramp, locking, onLock, onChanged }: LivePartProps) {
  const client = useClient();
  const { timeZone } = usePreferences();
  const setRamp = useCommand((next: Ramp) => client.live.setRamp({ profileId: profile.id, ramp: next }));
  const { lower, higher } = rampNeighbors(ramp);
  const move = (next: Ramp) =>
    void setRamp.run(next).then((done) => {
      if (done !== null) onChanged();
    });
  return (
    <>
      <p className="f12 t2">
        Approved orders go to {isTest ? "the test server" : "the exchange"}
        {profile.live === undefined ? "" : `, since ${formatDateTime(profile.live.unlockedAt, timeZone)}`}. Each plan
        still waits for your approval.
      </p>
      <div>
        <h3 className="live-title">Ramp</h3>
        <p className="f12 t2">Most that one live plan may turn over, as a share of the profile's value.</p>
        <ol className="ramp" aria-label="Ramp">
          {RAMP_STEPS.map(({ ramp: step, words }) => (
            <li
              key={step}
              className={classNames(step === ramp && "on")}
              aria-current={step === ramp ? "step" : undefined}
            >
              {words}
            </li>
          ))}
        </ol>
        <span className="row">
          {higher === null ? null : (
            <Button disabled={setRamp.busy} onClick={() => move(higher.ramp)}>
              Raise to {higher.words.toLowerCase()}
            </Button>
          )}
          {lower === null ? null : (
            <Button disabled={setRamp.busy} onClick={() => move(lower.ramp)}>
              Lower to {lower.words.toLowerCase()}
            </Button>
          )}
        </span>
        {setRamp.error === null ? null : <ErrorState {...errorWords(setRamp.error)} />}
      </div>
      <span className="row">
        <Button icon="lock" disabled={locking} onClick={onLock}>
          {locking ? "Locking" : "Lock: back to paper"}
        </Button>
        <span className="f12 t3">Going live again begins with the checklist.</span>
      </span>
    </>
  );
}
