// May this profile rebalance without asking? Off at first; what is allowed, what was, and the way to stop it.
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Money } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useStream } from "#renderer/hooks/use-stream.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { StandingView } from "#shared/contract/views.ts";
import type { StandingApprovalId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { StandingRecord } from "#shared/domain/standing-approval.ts";
import { StandingDialog } from "./standing-dialog.tsx";
import { StandingWords } from "./standing-words.tsx";

const STATUS_WORDS = { live: "On", suspended: "Suspended", revoked: "Stopped", expired: "Ended" } as const;

export function AutomaticPanel({ profile }: { readonly profile: Profile }) {
  const client = useClient();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const { id: profileId } = profile;
  const view = useStream<StandingView, StandingView>({
    key: profileId,
    apply: (_before, after) => after,
    open: (signal) => client.standingApprovals.watch({ profileId }, { signal }),
  });
  const live = view.value?.records.find(({ status }) => status === "live");
  return (
    <Panel
      title="Automatic rebalancing"
      className="automatic-panel"
      actions={live === undefined ? <Chip>Off</Chip> : <Chip tone="over">On</Chip>}
    >
      <PanelBody>
        <LoadableView
          data={toPanelState(view, { now })}
          skeleton={<SkeletonRows rows={3} rowHeight={20} />}
          empty={{ children: "Nothing is known yet." }}
        >
          {(shown) => <Standing profile={profile} view={shown} live={live} onAsk={() => setAsking(true)} />}
        </LoadableView>
      </PanelBody>
      {asking ? <StandingDialog profile={profile} onClose={() => setAsking(false)} /> : null}
    </Panel>
  );
}

interface StandingProps {
  readonly profile: Profile;
  readonly view: StandingView;
  readonly live: StandingRecord | undefined;
  readonly onAsk: () => void;
}

function Standing({ profile, view, live, onAsk }: StandingProps) {
  const client = useClient();
  const stop = useCommand((approvalId: StandingApprovalId) =>
    client.standingApprovals.revoke({ profileId: profile.id, approvalId }),
  );
  const ended = view.records.filter(({ status }) => status !== "live");
  return (
    <div className="stack">
      {live === undefined ? (
        <>
          <p className="f12 t2">
            Every plan waits for your approval. You can let rules act within limits that you set.
          </p>
          <Button icon="play" onClick={onAsk}>
            Allow it
          </Button>
        </>
      ) : (
        <>
          <span className="row">
            <span className="grow f12 t2">
              Today (UTC): <Money amount={view.today.turnover} currency={profile.currency} /> traded,{" "}
              <Money amount={view.today.cost} currency={profile.currency} /> costs.
            </span>
            <Button
              kind="danger"
              icon="stop"
              disabled={stop.busy}
              onClick={() => void stop.run(live.approval.approvalId)}
            >
              Stop it
            </Button>
          </span>
          <StandingWords approval={live.approval} profile={profile} />
        </>
      )}
      {stop.error === null ? null : <ErrorState {...errorWords(stop.error)} />}
      {ended.length === 0 ? null : (
        <ul className="standing-ended f12" aria-label="Before">
          {ended.map((record) => (
            <Ended key={record.approval.approvalId} record={record} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Ended({ record: { status, reason, since } }: { readonly record: StandingRecord }) {
  const { timeZone } = usePreferences();
  return (
    <li>
      <span className="med">
        {STATUS_WORDS[status]} {formatDateTime(since, timeZone)}
      </span>
      <span className="t3 line-detail">{reason?.message ?? ""}</span>
    </li>
  );
}
