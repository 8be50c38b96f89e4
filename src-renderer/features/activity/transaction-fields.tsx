// What are all the fields of an entry, as they are kept?
import { HashText } from "#renderer/components/hash-text.tsx";
import { Money } from "#renderer/components/money.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { SOURCE_WORDS, signedQuantity, transactionValue } from "#renderer/lib/transaction-words.ts";
import type { BookRow } from "#shared/contract/views.ts";
import { Field } from "./field.tsx";

export interface TransactionFieldsProps {
  readonly row: BookRow;
}

export function TransactionFields({ row }: TransactionFieldsProps) {
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts: hidden } = usePreferences();
  const { transaction: entry, pairedWith } = row;
  const value = transactionValue(entry);
  const exact = (amount: string) => (hidden ? undefined : amount);
  return (
    <dl className="fields">
      <Field name="Time">{formatDateTime(entry.ts, timeZone)}</Field>
      <Field name="Account">{profile.accounts.find(({ id }) => id === entry.accountId)?.name ?? entry.accountId}</Field>
      <Field name="Quantity" title={exact(entry.quantity)}>
        {formatQuantity(signedQuantity(entry), { asset: entry.asset, sign: "always", hidden })}
      </Field>
      {entry.price === null ? null : (
        <Field name="Price" title={entry.price}>
          {formatPrice(entry.price)} {entry.quote ?? ""}
        </Field>
      )}
      <Field name="Value then" title={value === null ? "The price or the quote's value was not known" : exact(value)}>
        <Money amount={value ?? undefined} currency={profile.currency} absent="n/a" />
      </Field>
      {entry.fee === null ? null : (
        <Field name="Fee" title={exact(entry.fee.amount)}>
          {formatQuantity(entry.fee.amount, { asset: entry.fee.asset, hidden })}
        </Field>
      )}
      <Field name="Source">{SOURCE_WORDS[entry.source]}</Field>
      {entry.label === null ? null : <Field name="Label">{entry.label}</Field>}
      {entry.note === null ? null : <Field name="Note">{entry.note}</Field>}
      <Id name="Id" value={entry.id} />
      {entry.venueRef === null ? null : <Id name="Venue's own id" value={entry.venueRef} />}
      {entry.planId === null ? null : <Id name="Plan" value={entry.planId} />}
      {entry.batchId === null ? null : <Id name="Batch" value={entry.batchId} />}
      {entry.replaces === null ? null : <Id name="Corrects" value={entry.replaces} />}
      {pairedWith === null ? null : <Id name="Other half" value={pairedWith} />}
    </dl>
  );
}

function Id({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Field name={name}>
      <HashText value={value} label={name} />
    </Field>
  );
}
