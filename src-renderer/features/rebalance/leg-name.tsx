// What is an order called: side and quantity over venue and symbol?
import { SideChip } from "#renderer/components/chip.tsx";
import type { PlanLeg } from "#shared/domain/plan.ts";
import { venueName } from "#shared/domain/venue.ts";
import { Quantity } from "./quantity.tsx";

export interface LegNameProps {
  readonly leg: PlanLeg;
}

/** The same on every screen. */
export function LegName({ leg }: LegNameProps) {
  return (
    <span className="rb-leg-name">
      <SideChip side={leg.side} />
      <span className="two">
        <span className="semi f13">
          <Quantity amount={leg.quantity} asset={leg.base} exact />
        </span>
        <small title={`${venueName(leg.venue)} ${leg.symbol}`}>
          {venueName(leg.venue)} {leg.symbol}
        </small>
      </span>
    </span>
  );
}
