// Does a past signal come out the same when it is made again from the inputs that were stored with it?

import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Note } from "#renderer/components/note.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import type { Signal } from "#shared/domain/signal.ts";

type Replay = Awaited<ReturnType<SchwabotClient["strategies"]["replay"]>>;

export interface SignalReplayProps {
  readonly signal: Pick<Signal, "id" | "profileId" | "decisionHash">;
}

/** Give it the signal's id as its key: an answer belongs to one signal. */
export function SignalReplay({ signal: { id, profileId, decisionHash } }: SignalReplayProps) {
  const client = useClient();
  const [replay, setReplay] = useState<Replay | null>(null);
  const command = useCommand(() => client.strategies.replay({ profileId, signalId: id }));
  const run = async () => {
    const answer = await command.run(undefined);
    if (answer !== null) setReplay(answer);
  };
  return (
    <div className="signal-replay">
      <dl className="fields">
        <Hash name={replay === null ? "Hash" : "Stored hash"} value={decisionHash} label="Decision hash" />
        {replay === null ? null : <Hash name="Made again" value={replay.decisionHash} label="Hash of the replay" />}
      </dl>
      {replay === null ? null : <ReplayWords replay={replay} />}
      {command.error === null ? null : <ErrorState {...errorWords(command.error)} />}
      <Button disabled={command.busy} onClick={() => void run()}>
        {command.busy ? "Replaying" : replay === null ? "Replay" : "Replay again"}
      </Button>
    </div>
  );
}

interface HashProps {
  readonly name: string;
  readonly value: string;
  readonly label: string;
}

function Hash({ name, value, label }: HashProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <HashText value={value} label={label} />
      </dd>
    </div>
  );
}

function ReplayWords({ replay: { same, differences } }: { readonly replay: Replay }) {
  return (
    <div role="status">
      {same ? (
        <Note tone="ok" title="Equal.">
          The stored inputs give the same signal and the same hash.
        </Note>
      ) : (
        <Note tone="over" title="Different.">
          The stored inputs no longer give what was said:
          <ul>
            {differences.map((difference) => (
              <li key={difference}>{difference}.</li>
            ))}
          </ul>
        </Note>
      )}
    </div>
  );
}
