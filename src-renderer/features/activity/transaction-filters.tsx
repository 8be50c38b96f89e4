// Which entries should be shown: of which account, asset and type, with which words?
import { type Ref, useCallback } from "react";
import { SelectField } from "#renderer/components/select-field.tsx";
import { FilterField } from "#renderer/components/text-field.tsx";
import { TYPE_WORDS } from "#renderer/lib/transaction-words.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { TransactionFilter } from "#shared/domain/transaction-filter.ts";
import { usePausedText } from "./use-paused-text.ts";

export interface TransactionFiltersProps {
  readonly filter: TransactionFilter;
  readonly onChange: (filter: TransactionFilter) => void;
  readonly accounts: Profile["accounts"];
  readonly assets: readonly Asset[];
  readonly field: Ref<HTMLInputElement>;
}

const ANY = "";
// Object.keys forgets the keys; they are exactly the table's.
const TYPES = Object.keys(TYPE_WORDS) as readonly Transaction["type"][];

export function TransactionFilters({ filter, onChange, accounts, assets, field }: TransactionFiltersProps) {
  const text = filter.text ?? "";
  const onPause = useCallback((words: string) => onChange(cleaned({ ...filter, text: words })), [filter, onChange]);
  const [typed, setTyped] = usePausedText(text, onPause);
  return (
    <>
      {accounts.length < 2 ? null : (
        <SelectField
          label="Account"
          hideLabel
          width={148}
          value={filter.accountId ?? ANY}
          options={[
            { value: ANY, label: "All accounts" },
            ...accounts.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(id) =>
            onChange(cleaned({ ...filter, accountId: accounts.find((account) => account.id === id)?.id }))
          }
        />
      )}
      <SelectField
        label="Asset"
        hideLabel
        width={112}
        value={filter.asset ?? ANY}
        options={[{ value: ANY, label: "All assets" }, ...assets.map((asset) => ({ value: asset, label: asset }))]}
        onChange={(asset) => onChange(cleaned({ ...filter, asset: assetSchema.safeParse(asset).data }))}
      />
      <SelectField
        label="Type"
        hideLabel
        width={120}
        value={filter.type ?? ANY}
        options={[
          { value: ANY, label: "All types" },
          ...TYPES.map((type) => ({ value: type, label: TYPE_WORDS[type] })),
        ]}
        onChange={(type) => onChange(cleaned({ ...filter, type: TYPES.find((known) => known === type) }))}
      />
      <FilterField ref={field} value={typed} onChange={setTyped} placeholder="Id, note, label" width={168} />
    </>
  );
}

type LooseFilter = { readonly [Key in keyof TransactionFilter]: TransactionFilter[Key] | undefined };

/** Without what asks for nothing. */
function cleaned({ accountId, asset, type, text = "" }: LooseFilter): TransactionFilter {
  const words = text.trim();
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(asset === undefined ? {} : { asset }),
    ...(type === undefined ? {} : { type }),
    ...(words === "" ? {} : { text: words.slice(0, 100) }),
  };
}
