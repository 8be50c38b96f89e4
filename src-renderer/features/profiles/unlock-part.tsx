// May this profile go live? Each line is computed; what is open is accepted one by one, and the name is typed.
import { type FormEvent, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Checkbox } from "#renderer/components/switch.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ChecklistLine, GoingLive } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { findUnlockObstacle } from "./unlock-obstacle.ts";

export interface UnlockPartProps {
  readonly profile: Profile;
  readonly goingLive: GoingLive;
  readonly onUnlocked: () => void;
}

export function UnlockPart({ profile, goingLive, onUnlocked }: UnlockPartProps) {
  const client = useClient();
  const [accepted, setAccepted] = useState<ReadonlySet<ChecklistLine["id"]>>(new Set());
  const [typed, setTyped] = useState("");
  const { lines, blocked } = goingLive;
  const unlock = useCommand(() =>
    client.live.unlock({
      profileId: profile.id,
      typedName: typed.trim(),
      // A line that was mended since it was accepted needs no consent any more.
      acceptedOpen: lines.flatMap(({ id, state }) => (state === "open" && accepted.has(id) ? [id] : [])),
    }),
  );
  const obstacle = findUnlockObstacle({ goingLive, accepted, typedName: typed, profileName: profile.name });
  const toggle = (id: ChecklistLine["id"], isOn: boolean) => {
    const next = new Set(accepted);
    if (isOn) next.add(id);
    else next.delete(id);
    setAccepted(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (obstacle !== null || unlock.busy) return;
    void unlock.run(undefined).then((done) => {
      if (done === null) return;
      setTyped("");
      onUnlocked();
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div>
        <h3 className="live-title">Going live</h3>
        {blocked === null ? null : (
          <Note tone="over" icon="lock" title="Live cannot be unlocked.">
            {blocked.message} <code className="t3">{blocked.code}</code>
          </Note>
        )}
        <ul className="checklist" aria-label="Checklist for going live">
          {lines.map((line) => (
            <Line
              key={line.id}
              line={line}
              acceptable={blocked === null}
              accepted={accepted.has(line.id)}
              onAccept={(isOn) => toggle(line.id, isOn)}
            />
          ))}
        </ul>
      </div>
      {blocked === null ? (
        <>
          <TextField label={`Type ${profile.name} to unlock live`} value={typed} onChange={setTyped} />
          <span className="row">
            <Button kind="danger" submit disabled={obstacle !== null || unlock.busy}>
              {unlock.busy ? "Unlocking" : "Unlock live"}
            </Button>
            <span className="f12 t3">{obstacle ?? "Every plan still waits for your approval."}</span>
          </span>
        </>
      ) : null}
      {unlock.error === null ? null : <ErrorState {...errorWords(unlock.error)} />}
    </form>
  );
}

const LOOK = {
  ok: { icon: "check", tone: "up", words: "fulfilled" },
  open: { icon: "alert", tone: "ov", words: "open" },
  failed: { icon: "close", tone: "dn", words: "failed" },
} as const;

interface LineProps {
  readonly line: ChecklistLine;
  /** False where accepting would lead nowhere. */
  readonly acceptable: boolean;
  readonly accepted: boolean;
  readonly onAccept: (accepted: boolean) => void;
}

function Line({ line, acceptable, accepted, onAccept }: LineProps) {
  const { icon, tone, words } = LOOK[line.state];
  return (
    <li>
      <span className={tone}>
        <Icon name={icon} size="small" />
      </span>
      <span className="grow">
        <span className="med">{line.label}</span>
        <span className={`f11 ${tone}`}> {words}</span>
        <span className="f12 t2 line-detail">{line.detail}</span>
        {acceptable && line.state === "open" ? (
          <Checkbox label={`Accept ${line.label.toLowerCase()} as open`} checked={accepted} onChange={onAccept} />
        ) : null}
      </span>
    </li>
  );
}
