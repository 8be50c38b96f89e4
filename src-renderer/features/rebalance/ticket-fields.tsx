// What is to be traded, which way, where and how much?
import { type FormEvent, useEffect, useRef } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import type { TicketKind } from "#renderer/stores/ticket-ask.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { Quantity } from "./quantity.tsx";
import {
  accountsFor,
  closableAssets,
  freeOf,
  type SizeUnit,
  type TicketFacts,
  type TicketForm,
} from "./ticket-form.ts";

const KINDS = [
  { value: "order", label: "One order" },
  { value: "close", label: "Close position" },
  { value: "cash", label: "Sell all to cash" },
] as const satisfies readonly { readonly value: TicketKind; readonly label: string }[];
/** Only by a suggestion. */
const EXIT = { value: "exit", label: "Exit" } as const satisfies { readonly value: TicketKind; readonly label: string };

const SIDES = [
  { value: "buy", label: "Buy" },
  { value: "sell", label: "Sell" },
] as const;

const UNITS = [
  { value: "quantity", label: "Quantity" },
  { value: "value", label: "Value" },
  { value: "share", label: "Share" },
] as const satisfies readonly { readonly value: SizeUnit; readonly label: string }[];

const CHEAPEST = "";

export interface TicketFieldsProps {
  readonly form: TicketForm;
  readonly facts: TicketFacts;
  readonly symbols: readonly string[];
  readonly instruments: RemoteState<readonly Instrument[]>;
  readonly lack: string | null;
  readonly busy: boolean;
  readonly onChange: (form: TicketForm) => void;
  readonly onPreview: () => void;
}

export function TicketFields(props: TicketFieldsProps) {
  const { form, facts, lack, busy, onChange, onPreview } = props;
  const fields = useRef<HTMLFormElement>(null);
  // Who comes by the keyboard goes on by it: the first choice has the focus.
  useEffect(() => fields.current?.querySelector<HTMLElement>("[role=radio][aria-checked=true]")?.focus(), []);
  const set = (changes: Partial<TicketForm>) => onChange({ ...form, ...changes });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (lack === null && !busy) onPreview();
  };
  return (
    <Panel title="Trade">
      <PanelBody>
        <form className="ticket-fields" ref={fields} onSubmit={submit}>
          <Segmented
            label="What is traded"
            options={form.kind === "exit" ? [EXIT, ...KINDS] : KINDS}
            value={form.kind}
            onChange={(kind) => set({ kind })}
          />
          {form.kind === "exit" ? (
            <p className="f12 t2">
              Sells what is due of the position that a signal opened in {form.asset}; all of it where nothing is due any
              more. What is held of it by target stays.
            </p>
          ) : form.kind === "order" ? (
            <OrderFields {...props} set={set} />
          ) : form.kind === "close" ? (
            <CloseFields form={form} facts={facts} set={set} />
          ) : (
            <p className="f12 t2">
              Sells everything that is no cash, at every account of the profile. What its rules keep (never sell,
              pinned) stays, and the targets are not changed: the next rebalance would buy again.
            </p>
          )}
          <div className="row">
            <Button submit kind="primary" disabled={busy || lack !== null}>
              Preview
            </Button>
            <span className="f12 t3">{lack ?? "Reads balances and books; nothing is sent."}</span>
          </div>
        </form>
      </PanelBody>
    </Panel>
  );
}

interface PartProps {
  readonly form: TicketForm;
  readonly facts: TicketFacts;
  readonly set: (changes: Partial<TicketForm>) => void;
}

function CloseFields({ form, facts, set }: PartProps) {
  const assets = closableAssets(facts);
  if (assets.length === 0) return <p className="f12 t2">Nothing is held but cash: there is no position to close.</p>;
  return (
    <>
      <SelectField
        label="Position"
        options={[
          ...(form.asset === "" ? [{ value: "", label: "Choose" }] : []),
          ...assets.map((asset) => ({ value: asset as string, label: asset as string })),
        ]}
        value={form.asset}
        onChange={(asset) => set({ asset })}
      />
      <p className="f12 t2">
        Sells all of it, at every account of the profile, for cash. Its target is not changed: the next rebalance would
        buy it again.
      </p>
    </>
  );
}

function OrderFields({ form, facts, symbols, instruments, set }: PartProps & TicketFieldsProps) {
  if (instruments.error !== null && symbols.length === 0) return <ErrorState {...errorWords(instruments.error)} />;
  if (symbols.length === 0) {
    return (
      <p className="f12 t2" role="status">
        {instruments.value === null
          ? "The markets are being read."
          : "No account of this profile has a market to trade."}
      </p>
    );
  }
  const known = symbols.includes(form.symbol) ? symbols : [form.symbol, ...symbols];
  const accounts = accountsFor(facts, form.symbol);
  const [base = ""] = form.symbol.split("/");
  const free = freeOf(facts, form);
  const { currency } = facts.profile;
  return (
    <>
      <Segmented label="Side" options={SIDES} value={form.side} onChange={(side) => set({ side })} />
      <div className="ticket-row">
        <SelectField
          label="Market"
          options={known.map((symbol) => ({ value: symbol, label: symbol }))}
          value={form.symbol}
          onChange={(symbol) => set({ symbol, account: CHEAPEST })}
        />
        <SelectField
          label="Account"
          options={[
            { value: CHEAPEST, label: "Where it costs least" },
            ...accounts.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          value={form.account}
          onChange={(account) => set({ account })}
        />
      </div>
      <div className="ticket-row">
        <div className="field">
          <span className="lab">Size by</span>
          <Segmented
            label="Size by"
            options={UNITS}
            value={form.unit}
            onChange={(unit) => set({ unit, amount: "0" })}
          />
        </div>
        <NumberField
          key={form.unit}
          label="Amount"
          unit={form.unit === "quantity" ? base : form.unit === "value" ? currency : "%"}
          min="0"
          {...(form.unit === "share" ? { max: "100", step: "5" } : {})}
          value={form.amount}
          onChange={(amount) => set({ amount })}
        />
      </div>
      <p className="f12 t2">
        Free: <Quantity amount={free.amount} asset={free.asset} />
        {form.account === CHEAPEST && accounts.length > 1 ? ` at ${accounts.length} accounts` : ""}.
        {form.unit === "share" ? " A share is of what is free at the account that trades." : ""}
      </p>
    </>
  );
}
