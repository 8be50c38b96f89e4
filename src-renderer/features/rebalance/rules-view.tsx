// When is this profile told to rebalance, and why did each rule fire or not?

import { useState } from "react";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import type { TriggersView } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { EvaluationsPanel } from "./evaluations-panel.tsx";
import { RulesPanel } from "./rules-panel.tsx";

const READ_EVERY_MS = 30_000;

export interface RulesViewProps {
  readonly profile: Profile;
}

export function RulesView({ profile }: RulesViewProps) {
  const client = useClient();
  const [changes, setChanges] = useState(0);
  const remote = useQuery<TriggersView>({
    key: profile.id,
    ask: (signal) => client.triggers.read({ profileId: profile.id }, { signal }),
    everyMs: READ_EVERY_MS,
    refresh: changes,
  });
  return (
    <div className="rb-rules-view">
      <EvaluationsPanel profile={profile} />
      <RulesPanel profile={profile} remote={remote} onSaved={() => setChanges(changes + 1)} />
    </div>
  );
}
