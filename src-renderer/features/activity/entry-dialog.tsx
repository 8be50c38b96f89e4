// What is entered by hand, or stands in for an entry that is wrong?
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBatchUndo } from "#renderer/hooks/use-batch-undo.ts";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { TYPE_WORDS } from "#renderer/lib/transaction-words.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ManualEntry } from "#shared/domain/manual-entry.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { type EntryField, type EntryForm, hasSide, parseEntryForm, toEntryForm } from "./entry-form.ts";

export interface EntryDialogProps {
  /** The entry that is corrected; it stays listed and no longer counts. Null for a new one. */
  readonly replaced: Transaction | null;
  readonly onClose: () => void;
}

// Object.keys forgets the keys; they are exactly the table's.
const TYPES = (Object.keys(TYPE_WORDS) as readonly Transaction["type"][]).map((value) => ({
  value,
  label: TYPE_WORDS[value],
}));

export function EntryDialog({ replaced, onClose }: EntryDialogProps) {
  const books = useBooks();
  const toast = useToast();
  const undo = useBatchUndo(toast);
  const { profile } = useActiveProfile();
  const { timeZone } = usePreferences();
  const first = useRef<HTMLInputElement>(null);
  const [form, setForm] = useState(() =>
    toEntryForm(replaced, timeZone, { accountId: profile.accounts[0]?.id ?? "", now: nowStore.getState().now }),
  );
  const [isTried, setTried] = useState(false);
  const parsed = parseEntryForm(form, timeZone, replaced);
  const command = useBookCommand((entry: ManualEntry) =>
    replaced === null
      ? books.addEntry({ profileId: profile.id, entry })
      : books.correctEntry({ profileId: profile.id, transactionId: replaced.id, entry }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (parsed.entry === null) return;
    void command.run(parsed.entry).then((changed) => {
      if (changed === null) return;
      toast({
        tone: "ok",
        title: replaced === null ? "Entered" : "Corrected",
        ...(replaced === null ? {} : { detail: "The original stays listed and no longer counts." }),
        ...undo(profile.id, changed.batchId),
      });
      onClose();
    });
  };
  const set = <Field extends EntryField>(field: Field, value: EntryForm[Field]) => setForm({ ...form, [field]: value });
  // Nothing is called wrong before the person has tried to enter it.
  const problemOf = (field: EntryField) => (isTried ? parsed.problems?.[field] : undefined);
  const text = (field: Exclude<EntryField, "type" | "side">, label: string, placeholder?: string) => (
    <TextField
      label={label}
      value={form[field]}
      onChange={(value) => set(field, value)}
      error={problemOf(field)}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(field === "asset" ? { ref: first } : {})}
    />
  );
  const isTrade = form.type === "trade";
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={replaced === null ? "Add an entry" : "Correct the entry"}
      description={
        replaced === null
          ? "For what no venue and no file tells. Its value at its time is looked up where you leave the price out."
          : "The original is kept: it stays listed and no longer counts."
      }
      initialFocus={first}
    >
      <form className="stack dialog-form" onSubmit={submit} noValidate>
        <div className="entry-fields">
          <SelectField
            label="Type"
            options={TYPES}
            value={form.type}
            onChange={(type) => set("type", type)}
            error={problemOf("type")}
          />
          {hasSide(form.type) ? (
            <SelectField
              label="Direction"
              options={[
                { value: "buy", label: isTrade ? "Bought" : "Came in" },
                { value: "sell", label: isTrade ? "Sold" : "Went out" },
              ]}
              value={form.side}
              onChange={(side) => set("side", side)}
              error={problemOf("side")}
            />
          ) : null}
          <SelectField
            label="Account"
            options={profile.accounts.map(({ id, name }) => ({ value: id, label: name }))}
            value={profile.accounts.find(({ id }) => id === form.accountId)?.id ?? ""}
            onChange={(accountId) => set("accountId", accountId)}
            error={problemOf("accountId")}
          />
          {text("time", timeZone === "utc" ? "Time, UTC" : "Time, local", "2026-11-20 13:00:00")}
          {text("asset", "Asset", "BTC")}
          {text("quantity", "Quantity", "0.25")}
          {text("price", isTrade ? "Price of one" : "Cost of one, where known")}
          {text("quote", isTrade ? "Paid or received in" : "Cost in", profile.currency)}
          {text("feeAmount", "Fee, where there was one")}
          {text("feeAsset", "Fee in", profile.currency)}
          {text("label", "Label")}
          {text("note", "Note")}
        </div>
        {command.error === null ? null : <ErrorState {...errorWords(command.error)} />}
        <span className="row">
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" submit disabled={command.busy}>
            {replaced === null ? "Enter it" : "Correct it"}
          </Button>
        </span>
      </form>
    </Dialog>
  );
}
