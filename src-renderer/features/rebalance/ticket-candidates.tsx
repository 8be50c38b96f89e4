// Which profile may make this trade, by priority, and why not the others? Each is asked for the plan, so the answer is the engine's own.
import { useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { ModePlate } from "#renderer/components/mode-plate.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { hideBareAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Trade } from "#shared/domain/trade.ts";

export interface TicketCandidatesProps {
  readonly trade: Trade;
}

interface Candidate {
  readonly profile: Profile;
  readonly may: boolean;
  readonly why: string;
}

/** Nothing where there is only one profile. */
export function TicketCandidates({ trade }: TicketCandidatesProps) {
  const client = useClient();
  const profiles = useStore(profilesStore, ({ value }) => value) ?? [];
  const { profile: shown } = useActiveProfile();
  const { hideAmounts } = usePreferences();
  const [found, setFound] = useState<readonly Candidate[]>([]);
  const look = useCommand(async () => {
    setFound([]);
    const byPriority = profiles.map(({ profile }) => profile).sort((one, other) => one.priority - other.priority);
    for (const profile of byPriority) {
      const candidate = await candidateOf(client, profile, trade);
      setFound((before) => [...before, candidate]);
    }
    return true;
  });
  const change = useCommand((profile: Profile) => {
    // The ticket of the other profile opens on the same market; its amount is typed anew, for other money.
    location.hash = hashOf("trade", "order", trade.symbol, trade.side);
    return client.settings.update({ activeProfileId: profile.id });
  });
  if (profiles.length < 2) return null;
  const first = found.find(({ may }) => may);
  return (
    <Panel
      title="Which profile"
      meta="by priority"
      actions={
        <Button disabled={look.busy} onClick={() => void look.run(undefined)}>
          {look.busy ? "Asking" : "Ask all profiles"}
        </Button>
      }
    >
      <PanelBody scroll>
        {found.length === 0 ? (
          <p className="f12 t2">
            Every profile can be asked whether it may make this trade, and why not. Nothing is sent.
          </p>
        ) : (
          <ul className="ticket-candidates f12">
            {found.map(({ profile, may, why }) => (
              <li key={profile.id}>
                <span className="row">
                  <span className={may ? "up" : "dn"}>
                    <Icon name={may ? "check" : "close"} size="tiny" />
                  </span>
                  <b className="semi">{profile.name}</b>
                  <span className="t3">priority {profile.priority}</span>
                  <ModePlate mode={profile.mode} small />
                  <span className="grow" />
                  {may && profile.id !== shown.id ? (
                    <Button disabled={change.busy} onClick={() => void change.run(profile)}>
                      Go there
                    </Button>
                  ) : null}
                </span>
                <span className="t2">
                  {may ? (profile.id === first?.profile.id ? "The first that may: " : "May too: ") : "May not: "}
                  {hideAmounts ? hideBareAmountsIn(why) : why}
                </span>
              </li>
            ))}
          </ul>
        )}
        {change.error === null ? null : <p className="f12 dn">{errorWords(change.error).happened}</p>}
      </PanelBody>
    </Panel>
  );
}

async function candidateOf(
  client: Pick<SchwabotClient, "rebalancing">,
  profile: Profile,
  trade: Trade,
): Promise<Candidate> {
  try {
    const { record, gates } = await client.rebalancing.preview({ profileId: profile.id, trade });
    const denied = gates.find(({ ok }) => !ok);
    if (denied !== undefined) return { profile, may: false, why: denied.detail };
    const names = new Set(record.plan.legs.map(({ accountId }) => accountId));
    const where = profile.accounts.filter(({ id }) => names.has(id)).map(({ name }) => name);
    return { profile, may: true, why: `at ${where.join(" and ")}, every safety check passes.` };
  } catch (failure) {
    return { profile, may: false, why: toShownError(failure).message };
  }
}
