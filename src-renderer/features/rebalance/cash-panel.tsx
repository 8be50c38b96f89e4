// How much cash is free at each venue, before and after the plan?
import type { ReactNode } from "react";
import { Icon } from "#renderer/components/icon.tsx";
import { Money } from "#renderer/components/money.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";
import { cashByVenue } from "./cash-by-venue.ts";

export interface CashPanelProps {
  readonly profile: Profile;
  readonly portfolio: Portfolio | null;
  readonly plan: RebalancePlan | null;
  readonly stale: boolean;
  /** In the place of the title. */
  readonly tabs?: ReactNode;
}

export function CashPanel({ profile, portfolio, plan, stale, tabs }: CashPanelProps) {
  return (
    <Panel title="Free cash" tabs={tabs} meta={tabs === undefined ? "now and after the plan" : undefined}>
      <ScrollBox label="Cash by venue" className={classNames("table-box pb grow", stale && "t3")}>
        {portfolio === null ? (
          <SkeletonRows rows={4} rowHeight={32} />
        ) : (
          <ul className="rb-left rb-cash f12">
            {cashByVenue(profile, portfolio, plan).map(({ venue, asset, before, after }) => (
              <li key={`${venue} ${asset}`}>
                <span className="two grow">
                  <span className="trunc">{venueName(venue)}</span> <small>{asset}</small>
                </span>
                <span className="num t2">
                  <Money amount={before} bare />
                </span>
                <span className="t3">
                  <Icon name="arrow" size="tiny" />
                </span>
                <span className="num semi rb-after">
                  <Money amount={after} bare />
                </span>
              </li>
            ))}
          </ul>
        )}
      </ScrollBox>
    </Panel>
  );
}
