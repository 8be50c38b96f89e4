// Which accounts are connected, over all profiles, and how is each of them?
import { useState } from "react";
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { accountsStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { AccountView } from "#shared/contract/views.ts";
import { ACCOUNT_COLUMNS } from "./account-columns.tsx";
import { AccountDetail } from "./account-detail.tsx";
import { RemoveDialog, RenameDialog } from "./account-dialogs.tsx";
import { useAccountCommands } from "./use-account-commands.ts";
import "./accounts.css";

const idOf = ({ profileId, account }: AccountView) => `${profileId}/${account.id}`;

export function AccountsPanel() {
  const accounts = useStore(accountsStore);
  const now = useStore(nowStore, (state) => state.now);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<"rename" | "remove" | null>(null);
  const state = toPanelState(accounts, { now, isEmpty: (list) => list.length === 0 });
  const list = accounts.value ?? [];
  const chosen = list.find((view) => idOf(view) === chosenId) ?? list[0];
  const commands = useAccountCommands();
  const connect = (
    <a className="btn primary" href={hashOf("connect")}>
      Connect an exchange
    </a>
  );
  const close = () => setDialog(null);
  return (
    <>
      <ScreenHead title="Accounts" meta="connected exchanges of every profile">
        {list.length === 0 ? null : connect}
      </ScreenHead>
      <div className={chosen === undefined ? "accounts-grid alone" : "accounts-grid"}>
        <Panel
          title="Accounts"
          meta={state.state === "live" || state.state === "stale" ? String(list.length) : undefined}
          actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
        >
          <LoadableView
            data={state}
            skeleton={
              <PanelBody>
                <SkeletonRows rows={5} rowHeight={46} />
              </PanelBody>
            }
            empty={{
              children:
                "No exchange is connected yet. A key that may view is enough to begin; keys that can withdraw are refused.",
              action: connect,
            }}
          >
            {(value) => (
              <DataTable
                label="Accounts"
                columns={ACCOUNT_COLUMNS}
                rows={value}
                rowId={idOf}
                rowHeight={46}
                initialSort={{ id: "name", direction: "ascending" }}
                chosenId={chosen === undefined ? undefined : idOf(chosen)}
                onChoose={(view) => setChosenId(idOf(view))}
              />
            )}
          </LoadableView>
        </Panel>
        {chosen === undefined ? null : (
          <AccountDetail
            key={idOf(chosen)}
            view={chosen}
            commands={commands}
            onRename={() => setDialog("rename")}
            onRemove={() => setDialog("remove")}
          />
        )}
      </div>
      {chosen !== undefined && dialog === "rename" ? <RenameDialog view={chosen} onClose={close} /> : null}
      {chosen !== undefined && dialog === "remove" ? <RemoveDialog view={chosen} onClose={close} /> : null}
    </>
  );
}
