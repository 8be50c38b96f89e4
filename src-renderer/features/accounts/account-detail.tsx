// How is the chosen account doing in full, what may its key do, and what can be done with it?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatDateTime, formatRecent } from "#renderer/lib/format-time.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { AccountView } from "#shared/contract/views.ts";
import { venueName } from "#shared/domain/venue.ts";
import {
  budgetWords,
  ENDPOINT_WORDS,
  NEARLY_USED,
  OLD_KEY_DAYS,
  PLACE_WORDS,
  stateSentences,
  usedShare,
} from "./account-words.ts";
import { DeadManPart } from "./dead-man-part.tsx";
import type { AccountCommands } from "./use-account-commands.ts";

export interface AccountDetailProps {
  readonly view: AccountView;
  readonly commands: AccountCommands;
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

export function AccountDetail({ view, commands, onRename, onRemove }: AccountDetailProps) {
  const sentences = stateSentences(view);
  const isPaused = view.account.connection?.paused === true;
  const { busy, error } = commands;
  return (
    <Panel title={view.account.name} meta={venueName(view.account.venue)}>
      <PanelBody scroll>
        <div className="stack">
          {sentences === null ? null : <Note tone={view.state === "failing" ? "bad" : "over"}>{sentences}</Note>}
          <AccountFacts view={view} />
          <AccountRights view={view} />
          <AccountBudgets view={view} />
          <DeadManPart view={view} />
          <div className="account-deeds">
            <Button disabled={busy || isPaused} onClick={() => commands.recheck(view)}>
              {commands.rechecking ? "Checking" : "Check again"}
            </Button>
            <Button
              disabled={busy}
              icon={isPaused ? "play" : "pause"}
              onClick={() => commands.setPaused(view, !isPaused)}
            >
              {isPaused ? "Resume" : "Pause"}
            </Button>
            <Button disabled={busy} onClick={onRename}>
              Rename
            </Button>
            <a className="btn" href={hashOf("connect", "replace", view.profileId, view.account.id)}>
              Replace key
            </a>
            <Button kind="danger" disabled={busy} onClick={onRemove}>
              Remove
            </Button>
          </div>
          {error === null || error.code === view.problem?.code ? null : <ErrorState {...errorWords(error)} />}
        </div>
      </PanelBody>
    </Panel>
  );
}

function AccountFacts({ view }: { readonly view: AccountView }) {
  const { timeZone } = usePreferences();
  const now = useStore(nowStore, (state) => state.now);
  const { connection } = view.account;
  if (connection === undefined) return null;
  const { expiresAt } = connection.permissions;
  const facts: readonly (readonly [what: string, value: string, isOld?: boolean])[] = [
    ["Key belongs to", ENDPOINT_WORDS[connection.endpoint]],
    ["Kept in", PLACE_WORDS[connection.storedIn]],
    ["Fingerprint", connection.fingerprint],
    ["Stored", formatDateTime(connection.keyStoredAt, timeZone)],
    ["Key age", `${view.keyAgeDays} d`, view.keyAgeDays >= OLD_KEY_DAYS],
    ...(expiresAt === null ? [] : [["Ends at", formatDateTime(expiresAt, timeZone)] as const]),
    ["Last used", view.lastUsedAt === null ? "not yet" : formatRecent(view.lastUsedAt, now, timeZone)],
    ...(view.pausedUntil === null ? [] : [["Waits until", formatDateTime(view.pausedUntil, timeZone)] as const]),
  ];
  return (
    <dl className="fields">
      {facts.map(([what, value, isOld]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd className={isOld === true ? "ov" : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function AccountRights({ view }: { readonly view: AccountView }) {
  const { connection } = view.account;
  if (connection === undefined) return null;
  const { permissions } = connection;
  return (
    <div className="account-part">
      <h3>Rights</h3>
      <ul className="right-chips" aria-label="Rights of the key">
        {permissions.rights
          .filter(({ need }) => need !== "notNeeded")
          .map(({ id, label, granted, need }) => {
            const isWanted = granted === (need === "mustBeOff" ? "no" : "yes");
            const tone = granted === "unknown" ? "muted" : isWanted ? "ok" : need === "trading" ? "over" : "bad";
            const word = { yes: "on", no: "off", unknown: "not told" }[granted];
            return (
              <li key={id}>
                <Chip tone={tone} icon={granted === "unknown" ? "unknown" : isWanted ? "check" : "alert"} title={id}>
                  {label}: {word}
                </Chip>
              </li>
            );
          })}
        <li>
          <Chip tone={permissions.ipRestricted === true ? "ok" : "muted"}>
            {permissions.ipRestricted === null
              ? "Addresses: not told"
              : permissions.ipRestricted
                ? "Named addresses only"
                : "Any address"}
          </Chip>
        </li>
      </ul>
      {view.missingRights.length === 0 ? null : (
        <p className="f12 ov">Not enough to trade. Missing: {view.missingRights.join(", ")}.</p>
      )}
      {connection.confirmedNoTransfer ? (
        <p className="f12 t2">You confirmed that it can neither transfer nor withdraw.</p>
      ) : null}
    </div>
  );
}

function AccountBudgets({ view }: { readonly view: AccountView }) {
  if (view.budgets.length === 0) return null;
  return (
    <div className="account-part">
      <h3>Rate budget</h3>
      {view.budgets.map((budget) => {
        const share = usedShare(budget);
        return (
          <div className="budget-row f12" key={`${budget.scope} ${budget.name}`}>
            <span className="t2 trunc">{budgetWords(budget)}</span>
            <span className="num">
              {Math.round(budget.used)} of {budget.limit}
            </span>
            <Meter ratio={share} label={`${budgetWords(budget)}, used`} tone={share >= NEARLY_USED ? "over" : "ink"} />
          </div>
        );
      })}
    </div>
  );
}
