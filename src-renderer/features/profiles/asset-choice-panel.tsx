// Which asset of the pool is proposed to join this profile, why, and what would it cost? A person takes it or leaves it.
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatDate } from "#renderer/lib/format-time.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { AssetChoiceView } from "#shared/contract/asset-choice.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { AssetProposal } from "./asset-proposal.tsx";
import { PoolTable } from "./pool-table.tsx";

const EVERY_MS = 3_600_000;

/** Nothing where there is no pool to choose from. */
export function AssetChoicePanel({ profile }: { readonly profile: Profile }) {
  if (profile.strategies.assetPool.length === 0) return null;
  return <AssetChoice profile={profile} />;
}

function AssetChoice({ profile }: { readonly profile: Profile }) {
  const client = useClient();
  const now = useNow();
  const { id: profileId, strategies, targets, assetChoice } = profile;
  const choice = useQuery<AssetChoiceView>({
    ...{ key: profileId, everyMs: EVERY_MS, refresh: JSON.stringify([strategies, targets, assetChoice]) },
    ask: (signal) => client.profiles.assetChoice({ profileId }, { signal }),
  });
  const answer = useCommand(({ given, view }: { given: "taken" | "kept"; view: AssetChoiceView }) => {
    if (view.best === null) throw new Error("Nothing is proposed");
    return client.profiles.answerAssetChoice({
      ...{ profileId, asset: view.best, answer: given },
      targets: view.proposal?.targets ?? null,
    });
  });
  return (
    <LoadablePanel
      title="Asset from the pool"
      meta={strategies.chosenAsset ?? "none yet"}
      data={toPanelState(choice, { now })}
      rows={4}
      empty={{ children: "Nothing is known yet." }}
    >
      {(view) => (
        <PanelBody>
          <div className="stack">
            <Verdict view={view} />
            {view.proposal === null ? null : (
              <>
                <AssetProposal view={view} profile={profile} />
                <span className="row">
                  <Button disabled={answer.busy} onClick={() => void answer.run({ given: "taken", view })}>
                    Take it
                  </Button>
                  <Button kind="ghost" disabled={answer.busy} onClick={() => void answer.run({ given: "kept", view })}>
                    Not now
                  </Button>
                </span>
              </>
            )}
            {answer.error === null ? null : <ErrorState {...errorWords(answer.error)} />}
            <PoolTable view={view} />
          </div>
        </PanelBody>
      )}
    </LoadablePanel>
  );
}

function Verdict({ view: { kind, holder, best, lead, nextAt } }: { readonly view: AssetChoiceView }) {
  const { timeZone } = usePreferences();
  const words = {
    none: "No asset of the pool can be ranked now, so nothing is proposed.",
    early: `The next choice is proposed ${nextAt === null ? "later" : `on ${formatDate(nextAt, timeZone)}`}: at most one in 30 days.`,
    keep:
      best === holder
        ? `${holder ?? ""} is the best of the pool and stays.`
        : `${holder ?? ""} stays: ${best ?? ""} is better by ${(lead ?? 0).toFixed(2)}, and takes its place only from 0.15 on.`,
    choose:
      holder === null || lead === null
        ? `${best ?? ""} is the best of the pool.`
        : `${best ?? ""} is better than ${holder} by ${lead.toFixed(2)}.`,
  } as const;
  return <p className="f12">{words[kind]}</p>;
}
