// What does the key's account hold, as found by the check?
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import type { CheckEvent } from "#shared/contract/views.ts";

const MOST_SHOWN = 8;

export interface BalancesPanelProps {
  readonly balances: CheckEvent["balances"];
}

export function BalancesPanel({ balances }: BalancesPanelProps) {
  const { hideAmounts } = usePreferences();
  if (balances.length === 0) return null;
  return (
    <Panel title="Balances found" meta={String(balances.length)}>
      <PanelBody>
        <dl className="fields">
          {balances.slice(0, MOST_SHOWN).map(({ asset, total }) => (
            <div key={asset}>
              <dt>{asset}</dt>
              <dd className="num">{formatQuantity(total, { hidden: hideAmounts })}</dd>
            </div>
          ))}
        </dl>
        {balances.length > MOST_SHOWN ? <p className="f12 t3">and {balances.length - MOST_SHOWN} more</p> : null}
      </PanelBody>
    </Panel>
  );
}
