// What was realized and paid in fees, by year, asset or account, and by which cost basis?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { Money } from "#renderer/components/money.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { costBasisWords } from "#renderer/lib/cost-basis-words.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { BookSummary } from "#shared/contract/views.ts";
import { CostBasisDialog } from "./cost-basis-dialog.tsx";

export interface RealizedPanelProps {
  readonly summary: RemoteState<BookSummary>;
}

const GROUPS = [
  { value: "year", label: "Year" },
  { value: "asset", label: "Asset" },
  { value: "account", label: "Account" },
] as const;
type Group = (typeof GROUPS)[number]["value"];

export function RealizedPanel({ summary }: RealizedPanelProps) {
  const { profile } = useActiveProfile();
  const now = useNow();
  const [group, setGroup] = useState<Group>("year");
  const [changing, setChanging] = useState(false);
  const state = toPanelState(summary, { now });
  const nameOf = (id: string) => profile.accounts.find((account) => account.id === id)?.name ?? id;
  return (
    <>
      <LoadablePanel
        title="Realized"
        // No room for both.
        actions={
          state.state === "stale" ? undefined : (
            <Segmented label="Realized by" options={GROUPS} value={group} onChange={setGroup} compact />
          )
        }
        data={state}
        rows={6}
        empty={{ children: "The books are empty." }}
        foot={
          <>
            <span className="f12 t2">
              <span className="t3">Cost basis:</span> {costBasisWords(profile.costBasis)}
            </span>
            <span className="grow" />
            <Button onClick={() => setChanging(true)}>Change</Button>
          </>
        }
      >
        {(value) => (
          <ScrollBox label="Realized gains and fees" className="scroll grow">
            <RealizedTable
              currency={value.currency}
              group={group}
              lines={linesOf(value, group, nameOf)}
              summary={value}
            />
          </ScrollBox>
        )}
      </LoadablePanel>
      {changing ? <CostBasisDialog onClose={() => setChanging(false)} /> : null}
    </>
  );
}

interface Line {
  readonly name: string;
  readonly realized: string;
  readonly fees: string;
}

function linesOf(summary: BookSummary, group: Group, nameOf: (id: string) => string): readonly Line[] {
  switch (group) {
    case "year":
      return [...summary.byYear].reverse().map(({ year, ...sums }) => ({ name: String(year), ...sums }));
    case "asset":
      return summary.byAsset.map(({ asset, ...sums }) => ({ name: asset, ...sums }));
    case "account":
      return summary.byAccount.map(({ accountId, ...sums }) => ({ name: nameOf(accountId), ...sums }));
  }
}

interface RealizedTableProps {
  readonly currency: string;
  readonly group: Group;
  readonly lines: readonly Line[];
  readonly summary: BookSummary;
}

function RealizedTable({ currency, group, lines, summary }: RealizedTableProps) {
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{GROUPS.find(({ value }) => value === group)?.label}</th>
            <th scope="col" className="num">
              Realized, {currency}
            </th>
            <th scope="col" className="num">
              Fees
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, realized, fees }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="num">
                <Money amount={realized} bare change />
              </td>
              <td className="num">
                <Money amount={fees} bare />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>Total</td>
            <td className="num">
              <Money amount={summary.realized} bare change />
            </td>
            <td className="num">
              <Money amount={summary.fees} bare />
            </td>
          </tr>
        </tfoot>
      </table>
      <dl className="fields realized-sums">
        <Sum name="Income from rewards" amount={summary.income} currency={currency} />
        <Sum
          name="Net invested"
          amount={summary.netInvested}
          currency={currency}
          note={summary.netInvestedKnown ? undefined : "The value of some deposits or withdrawals is not known."}
        />
        <Sum name="Gain that was withdrawn" amount={summary.withdrawnGain} currency={currency} />
      </dl>
    </>
  );
}

interface SumProps {
  readonly name: string;
  readonly amount: string;
  readonly currency: string;
  readonly note?: string | undefined;
}

function Sum({ name, amount, currency, note }: SumProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={note === undefined ? undefined : "ov"} title={note}>
        <Money amount={amount} currency={currency} />
        {note === undefined ? null : <span className="sr"> {note}</span>}
      </dd>
    </div>
  );
}
