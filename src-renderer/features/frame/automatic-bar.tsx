// Does a profile rebalance by itself now? That stands above every screen, with the way to stop it.
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Profile } from "#shared/domain/profile.ts";

export function AutomaticBar() {
  const profiles = useStore(profilesStore, ({ value }) => value) ?? [];
  return profiles.map(({ profile, automaticUntil }) =>
    automaticUntil === null ? null : <Bar key={profile.id} profile={profile} until={automaticUntil} />,
  );
}

function Bar({ profile, until }: { readonly profile: Profile; readonly until: number }) {
  const client = useClient();
  const { timeZone } = usePreferences();
  const { id: profileId } = profile;
  const stop = useCommand(async () => {
    const { records } = await client.standingApprovals.list({ profileId });
    const live = records.find(({ status }) => status === "live");
    if (live !== undefined) await client.standingApprovals.revoke({ profileId, approvalId: live.approval.approvalId });
    return true;
  });
  const words = stop.error === null ? null : errorWords(stop.error);
  return (
    <section className="unlock-bar" aria-label={`Automatic rebalancing of ${profile.name}`}>
      <Icon name="play" size="small" />
      <span className="grow f12">
        <b>Automatic rebalancing on until {formatDateTime(until, timeZone)}.</b>{" "}
        <span className="t2">{profile.name} trades without asking, within the limits that you set.</span>
        {words === null ? null : (
          <span className="dn" role="alert">
            {" "}
            {words.happened} {words.next}
          </span>
        )}
      </span>
      <Button kind="danger" icon="stop" disabled={stop.busy} onClick={() => void stop.run(undefined)}>
        {stop.busy ? "Stopping" : "Stop"}
      </Button>
    </section>
  );
}
