// What does the plan leave undone, and why?
import type { ReactNode } from "react";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { driftTone } from "#renderer/components/drift-bar.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatPoints } from "#renderer/lib/format-points.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { doubtOfPosition } from "#renderer/lib/price-doubt.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Feasibility } from "#shared/domain/feasibility.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import { DustList } from "./dust-list.tsx";
import { residualWords } from "./plan-words.ts";

export interface ResidualsPanelProps {
  readonly plan: Pick<RebalancePlan, "residuals" | "currency"> | null;
  readonly stale: boolean;
  /** Whose prices the weights rest on; left out for a plan of the past. */
  readonly positions?: readonly Position[];
  /** In the place of the title. */
  readonly tabs?: ReactNode;
  /** Why what is left cannot be reached; left out for a plan of the past. */
  readonly feasibility?: Feasibility | null;
}

export function ResidualsPanel({ plan, stale, positions, tabs, feasibility = null }: ResidualsPanelProps) {
  return (
    <Panel title="What is left" tabs={tabs} meta={tabs === undefined ? "and why, in points" : undefined}>
      <ScrollBox label="Assets off target" className={classNames("table-box pb grow", stale && "t3")}>
        {plan === null ? (
          <p className="f12 t2">It shows here once a plan is made.</p>
        ) : plan.residuals.length === 0 ? (
          <p className="f12 t2">Nothing: every weight arrives at its target.</p>
        ) : (
          <LeftList
            left={plan.residuals}
            stale={stale}
            unreachable={feasibility?.unreachable ?? []}
            {...(positions === undefined ? {} : { positions })}
          />
        )}
        {plan === null || feasibility === null ? null : <DustList dust={feasibility.dust} currency={plan.currency} />}
      </ScrollBox>
    </Panel>
  );
}

export interface LeftListProps {
  readonly left: readonly { readonly asset: string; readonly weight: string; readonly reason: string }[];
  readonly stale?: boolean;
  readonly positions?: readonly Position[];
  readonly unreachable?: Feasibility["unreachable"];
}

export function LeftList({ left, stale = false, positions = [], unreachable = [] }: LeftListProps) {
  const { hideAmounts } = usePreferences();
  return (
    <ul className="rb-left f12">
      {left.filter(isShown).map(({ asset, weight, reason }) => {
        const words = residualWords(reason, weight);
        const position = positions.find((candidate) => candidate.asset === asset);
        const doubt = position === undefined ? null : doubtOfPosition(position);
        const told = unreachable.find((line) => line.asset === asset)?.detail;
        const detail = told !== undefined && hideAmounts ? hideAmountsIn(told) : told;
        return (
          <li key={asset} title={detail ?? words.long}>
            <AssetLabel asset={asset} />
            <span className="t3 grow trunc">
              {words.short}
              {detail === undefined ? null : <span className="sr">. {detail}</span>}
            </span>
            <span className={`num ${stale ? "t3" : driftTone(weight)}`}>
              <Doubted doubt={doubt}>{formatPoints(weight, { scale: 2 })}</Doubted>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Under half a hundredth of a point nothing is left that could be read. */
const LEAST = Decimal.parse("0.00005");

function isShown({ weight, reason }: LeftListProps["left"][number]): boolean {
  return reason === "noPrice" || Decimal.parse(weight).abs().gte(LEAST);
}
