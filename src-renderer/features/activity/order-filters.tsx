// Which orders or fills should be shown: in which phase, at which venue, of which market, with which words?
import { type Ref, useCallback } from "react";
import { SelectField } from "#renderer/components/select-field.tsx";
import { FilterField } from "#renderer/components/text-field.tsx";
import { sideSchema } from "#shared/domain/order.ts";
import { type OrderFilter, orderPhaseSchema } from "#shared/domain/order-filter.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";
import { PHASE_WORDS } from "./order-words.ts";
import { usePausedText } from "./use-paused-text.ts";

export interface OrderFiltersProps {
  readonly filter: OrderFilter;
  readonly onChange: (filter: OrderFilter) => void;
  readonly accounts: Profile["accounts"];
  /** Fills have no phase of their own. */
  readonly withPhase: boolean;
  readonly field: Ref<HTMLInputElement>;
}

const ANY = "";
const LONGEST = 100;

export function OrderFilters({ filter, onChange, accounts, withPhase, field }: OrderFiltersProps) {
  const text = filter.text ?? "";
  const onPause = useCallback((words: string) => onChange(cleaned({ ...filter, text: words })), [filter, onChange]);
  const [typed, setTyped] = usePausedText(text, onPause);
  const venues = [...new Set(accounts.map(({ venue }) => venue))];
  return (
    <>
      {withPhase ? (
        <SelectField
          label="State"
          hideLabel
          width={124}
          value={filter.phase ?? ANY}
          options={[
            { value: ANY, label: "All states" },
            ...orderPhaseSchema.options.map((phase) => ({ value: phase, label: PHASE_WORDS[phase] })),
          ]}
          onChange={(phase) => onChange(cleaned({ ...filter, phase: orderPhaseSchema.safeParse(phase).data }))}
        />
      ) : null}
      {venues.length < 2 ? null : (
        <SelectField
          label="Venue"
          hideLabel
          width={136}
          value={filter.venue ?? ANY}
          options={[
            { value: ANY, label: "All venues" },
            ...venues.map((venue) => ({ value: venue, label: venueName(venue) })),
          ]}
          onChange={(id) => onChange(cleaned({ ...filter, venue: venues.find((venue) => venue === id) }))}
        />
      )}
      <SelectField
        label="Side"
        hideLabel
        width={124}
        value={filter.side ?? ANY}
        options={[
          { value: ANY, label: "Buys and sells" },
          { value: "buy", label: "Buys" },
          { value: "sell", label: "Sells" },
        ]}
        onChange={(side) => onChange(cleaned({ ...filter, side: sideSchema.safeParse(side).data }))}
      />
      <FilterField ref={field} value={typed} onChange={setTyped} placeholder="Market, id, reason" width={176} />
    </>
  );
}

type LooseFilter = { readonly [Key in keyof OrderFilter]: OrderFilter[Key] | undefined };

/** Without what asks for nothing. */
function cleaned({ phase, venue, side, text = "" }: LooseFilter): OrderFilter {
  const words = text.trim();
  return {
    ...(phase === undefined ? {} : { phase }),
    ...(venue === undefined ? {} : { venue }),
    ...(side === undefined ? {} : { side }),
    ...(words === "" ? {} : { text: words.slice(0, LONGEST) }),
  };
}
