// May this profile trade? Halting acts at once; arming again asks for the reason.
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";

const STATE = {
  active: { tone: "ok", icon: "check", words: "Active" },
  reducing: { tone: "over", icon: "alert", words: "Reducing" },
  halted: { tone: "over", icon: "pause", words: "Halted" },
} as const;

export interface StatePanelProps {
  readonly summary: ProfileSummary;
}

export function StatePanel({ summary }: StatePanelProps) {
  const client = useClient();
  const { profile, tradingState, stateReason } = summary;
  const [reason, setReason] = useState("");
  const command = useCommand((verb: "halt" | "arm") =>
    client.profiles[verb]({ profileId: profile.id, reason: verb === "halt" ? "Halted in the window" : reason.trim() }),
  );
  const { tone, icon, words } = STATE[tradingState];
  return (
    <Panel
      title="Trading"
      actions={
        <Chip tone={tone} icon={icon}>
          {words}
        </Chip>
      }
    >
      <PanelBody>
        <div className="stack">
          <p className="f12 t2">
            {summary.automaticUntil === null
              ? "Nothing trades without asking: every rebalance waits for your approval."
              : "Rules may rebalance without asking, within the limits that you set; halting ends that too."}{" "}
            Halting stops new orders of this profile; look-ups and cancels go on.
          </p>
          {stateReason === null ? null : <Note tone="over">{stateReason}</Note>}
          {tradingState === "active" ? (
            <Button icon="pause" disabled={command.busy} onClick={() => void command.run("halt")}>
              Halt this profile
            </Button>
          ) : (
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault();
                void command.run("arm").then((result) => {
                  if (result !== null) setReason("");
                });
              }}
            >
              <TextField label="Why it may trade again" value={reason} onChange={setReason} />
              <Button submit icon="play" disabled={command.busy || reason.trim() === ""}>
                Let it trade again
              </Button>
            </form>
          )}
          {command.error === null ? null : <ErrorState {...errorWords(command.error)} />}
        </div>
      </PanelBody>
    </Panel>
  );
}
