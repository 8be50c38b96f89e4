// Which holdings are too small to be sold at all? They are kept aside and hold nothing up.
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Money } from "#renderer/components/money.tsx";
import type { Feasibility } from "#shared/domain/feasibility.ts";
import { venueName } from "#shared/domain/venue.ts";
import { Quantity } from "./quantity.tsx";

export interface DustListProps {
  readonly dust: Feasibility["dust"];
  readonly currency: string;
}

export function DustList({ dust, currency }: DustListProps) {
  if (dust.assets.length === 0) return null;
  return (
    <details className="rb-dust f12">
      <summary>
        Dust: {dust.assets.length === 1 ? "1 holding" : `${dust.assets.length} holdings`},{" "}
        <Money amount={dust.value} currency={currency} />
      </summary>
      <p className="t3">Less than the smallest order that could sell it. It is kept aside and holds nothing up.</p>
      <ul className="rb-left">
        {dust.assets.map(({ accountId, asset, venue, amount, value, least }) => (
          <li key={`${accountId} ${asset}`}>
            <AssetLabel asset={asset} />
            <span className="t3 grow trunc">{venueName(venue)}</span>
            <span className="num t2">
              <Quantity amount={amount} />
            </span>
            <span className="num rb-after" title="Its value, and the least that can be sold">
              {value === null ? <span className="t3">no price</span> : <Money amount={value} bare />}{" "}
              <span className="t3">
                of <Money amount={least} bare />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
