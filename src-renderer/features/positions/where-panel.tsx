// In which accounts does an asset lie, how free is it, and do venue and books agree?
import type { ReactNode } from "react";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import type { PanelState } from "#renderer/stores/to-loadable.ts";
import type { AssetDetail } from "#shared/contract/views.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface WherePanelProps {
  readonly position: Position;
  readonly accounts: Profile["accounts"];
  readonly state: PanelState<AssetDetail>;
  /** What can be done about a difference. */
  readonly children?: ReactNode;
}

const PARTS = ["free", "inOrders", "earn", "locked"] as const;
type Part = (typeof PARTS)[number];
const HEADS: Readonly<Record<Part, string>> = { free: "Free", inOrders: "In orders", earn: "Earn", locked: "Locked" };

/** `earn` and `locked` only where something is: in most accounts nothing ever lies there. */
function partsOf(balances: readonly Balance[]): readonly Part[] {
  const isUsed = (part: Part): boolean => balances.some((balance) => !Decimal.parse(balance[part]).isZero);
  return PARTS.filter((part) => (part !== "earn" && part !== "locked") || isUsed(part));
}

function sumOf(balances: readonly Balance[], parts: readonly Part[]): string {
  return Decimal.sum(balances.flatMap((balance) => parts.map((part) => Decimal.parse(balance[part])))).toString();
}

export function WherePanel({ position, accounts, state, children }: WherePanelProps) {
  const { asset, balances } = position;
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const parts = partsOf(balances);
  return (
    <Panel title={`Where ${asset} is`} meta="as the venues say">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a table that may scroll. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div className="scroll where-box focus-inset" role="group" aria-label="Amounts by account" tabIndex={0}>
        {balances.length === 0 ? (
          <PanelBody>
            <p className="f12 t2">No account holds any {asset}.</p>
          </PanelBody>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">Account</th>
                {parts.map((part) => (
                  <th key={part} scope="col" className="num">
                    {HEADS[part]}
                  </th>
                ))}
                <th scope="col" className="num">
                  Total
                </th>
              </tr>
            </thead>
            <tbody>
              {balances.map((balance) => (
                <tr key={balance.accountId}>
                  <td>{names.get(balance.accountId) ?? balance.accountId}</td>
                  {parts.map((part) => (
                    <AmountCell key={part} amount={balance[part]} />
                  ))}
                  <AmountCell amount={sumOf([balance], PARTS)} strong />
                </tr>
              ))}
            </tbody>
            {balances.length < 2 ? null : (
              <tfoot>
                <tr>
                  <td>Total</td>
                  {parts.map((part) => (
                    <AmountCell key={part} amount={sumOf(balances, [part])} />
                  ))}
                  <AmountCell amount={sumOf(balances, PARTS)} strong />
                </tr>
              </tfoot>
            )}
          </table>
        )}
        <div className="where-note">
          {state.state === "live" || state.state === "stale" ? (
            <Agreement
              asset={asset}
              reconciliation={state.value.reconciliation}
              transactions={state.value.transactions.length}
            />
          ) : null}
          {state.state === "error" ? (
            <Note title="Not compared with the books.">The transactions could not be read.</Note>
          ) : null}
          {children}
        </div>
      </div>
    </Panel>
  );
}

interface AmountCellProps {
  readonly amount: string;
  readonly strong?: boolean;
}

function AmountCell({ amount, strong = false }: AmountCellProps) {
  const { hideAmounts } = usePreferences();
  const zero = Decimal.parse(amount).isZero;
  return (
    <td className={`num${strong ? " semi" : ""}${zero ? " t3" : ""}`} title={hideAmounts ? undefined : amount}>
      {zero ? "0" : formatQuantity(amount, { hidden: hideAmounts })}
    </td>
  );
}

interface AgreementProps {
  readonly asset: string;
  readonly reconciliation: AssetDetail["reconciliation"];
  readonly transactions: number;
}

function Agreement({ asset, reconciliation, transactions }: AgreementProps) {
  const { hideAmounts } = usePreferences();
  const write = (quantity: string) => formatQuantity(quantity, { asset, hidden: hideAmounts });
  const count = transactions === 1 ? "1 transaction adds" : `${transactions} transactions add`;
  if (Decimal.parse(reconciliation.difference).isZero) {
    return (
      <Note icon="check" title="History agrees.">
        {count} up to {write(reconciliation.booksQuantity)}, to the last digit.
      </Note>
    );
  }
  return (
    <Note tone="over" title={`Books and venues differ by ${write(reconciliation.difference)}.`}>
      Venues say {write(reconciliation.venueQuantity)}, books say {write(reconciliation.booksQuantity)}.
      {reconciliation.likelyCause === null ? "" : ` ${reconciliation.likelyCause}`}
    </Note>
  );
}
