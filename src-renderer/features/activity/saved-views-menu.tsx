// Which named filter should the table follow, and under which name is the present one kept?
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { Menu } from "#renderer/components/menu.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { TransactionFilter } from "#shared/domain/transaction-filter.ts";
import { isSameFilter, readViews, type SavedView, withoutView, withView, writeViews } from "./saved-views.ts";

export interface SavedViewsMenuProps {
  readonly profileId: ProfileId;
  readonly filter: TransactionFilter;
  readonly onChoose: (filter: TransactionFilter) => void;
}

const LONGEST_NAME = 48;

export function SavedViewsMenu({ profileId, filter, onChoose }: SavedViewsMenuProps) {
  const [views, setViews] = useState(() => readViews(localStorage, profileId));
  const [naming, setNaming] = useState(false);
  const keep = (next: readonly SavedView[]) => {
    writeViews(localStorage, profileId, next);
    setViews(next);
  };
  const current = views.find((view) => isSameFilter(view.filter, filter));
  const isAll = isSameFilter(filter, {});
  return (
    <>
      <Menu
        trigger={<Button iconAfter="chevronDown">{isAll ? "All entries" : (current?.name ?? "Views")}</Button>}
        entries={[
          { id: "all", label: "All entries", onSelect: () => onChoose({}) },
          ...views.map((view) => ({
            id: `view ${view.name}`,
            label: view.name,
            onSelect: () => onChoose(view.filter),
          })),
          {
            id: "keep",
            label: "Keep this filter",
            icon: "plus" as const,
            startsGroup: true,
            disabled: isAll || current !== undefined,
            onSelect: () => setNaming(true),
          },
          ...(current === undefined
            ? []
            : [
                {
                  id: "forget",
                  label: `Forget ${current.name}`,
                  icon: "close" as const,
                  onSelect: () => keep(withoutView(views, current.name)),
                },
              ]),
        ]}
      />
      {naming ? (
        <NameDialog
          onClose={() => setNaming(false)}
          onName={(name) => {
            keep(withView(views, { name, filter }));
            setNaming(false);
          }}
        />
      ) : null}
    </>
  );
}

interface NameDialogProps {
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}

function NameDialog({ onClose, onName }: NameDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const trimmed = name.trim();
  const isFit = trimmed !== "" && trimmed.length <= LONGEST_NAME;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isFit) onName(trimmed);
  };
  return (
    <Dialog open onClose={onClose} title="Keep this filter" initialFocus={field}>
      <form className="stack dialog-form" onSubmit={submit}>
        <TextField label="Name of the view" ref={field} value={name} onChange={setName} large />
        <span className="row">
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" submit disabled={!isFit}>
            Keep
          </Button>
        </span>
      </form>
    </Dialog>
  );
}
