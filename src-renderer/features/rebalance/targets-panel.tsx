// Which share should each asset have, by which rules, and what does the plan make of it?
import { useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { SumChip } from "#renderer/components/sum-chip.tsx";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { doubtOfPortfolio } from "#renderer/lib/price-doubt.ts";
import { editPolicy, editTargets, planningStore, setLocked, undoEdits } from "#renderer/stores/planning-store.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Policy, PolicyPatch } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { AddAsset } from "./add-asset.tsx";
import { BandsDialog } from "./bands-dialog.tsx";
import { normalizeTargets, sumTargets, toWholeTargets } from "./draft-targets.ts";
import { GoalAmount } from "./goal-amount.tsx";
import { KeepForProfile } from "./keep-for-profile.tsx";
import { MethodDialog } from "./method-dialog.tsx";
import type { RuleChange } from "./row-rules.tsx";
import { toPolicyChange } from "./rule-changes.ts";
import { TargetRowView } from "./target-row.tsx";
import { heldWeights, type TargetRow } from "./target-rows.ts";
import { TargetsOrigin } from "./targets-origin.tsx";

export interface TargetsPanelProps {
  readonly profile: Profile;
  readonly portfolio: Portfolio | null;
  readonly rows: readonly TargetRow[];
  /** With what was changed for this plan. */
  readonly policy: Policy;
  /** The plan was made of other targets than these. */
  readonly stale: boolean;
}

export function TargetsPanel({ profile, portfolio, rows, policy, stale }: TargetsPanelProps) {
  const { targets: edited, policy: patch, locked } = useStore(planningStore);
  const [opened, setOpened] = useState<Asset | null>(null);
  const [dialog, setDialog] = useState<"bands" | "method" | null>(null);
  const change = (changes: PolicyPatch) => editPolicy(changes, profile);
  const targets = edited ?? profile.targets;
  const sum = sumTargets(targets);
  const doubt = doubtOfPortfolio(portfolio);
  const changed = edited !== null || Object.keys(patch).length > 0;
  const set = (asset: Asset, weight: DecimalString) => editTargets({ ...targets, [asset]: weight }, profile);
  const changeRule = (rule: RuleChange) => {
    if (rule.rule === "lock") setLocked(rule.asset, rule.on);
    else if (rule.rule !== "remove") change(toPolicyChange(policy, rule));
    else {
      const { [rule.asset]: _gone, ...rest } = targets;
      editTargets(rest, profile);
      setOpened(null);
    }
  };
  const normalized = Decimal.parse(sum).eq(Decimal.ONE) ? null : normalizeTargets(targets, locked);
  const held = rows.some(({ current }) => current === null) ? null : toWholeTargets(heldWeights(rows), locked);
  return (
    <Panel
      title="Targets"
      meta={changed ? "changed for this plan" : <TargetsOrigin profile={profile} />}
      className="rb-targets"
      actions={
        changed ? (
          <>
            <KeepForProfile profile={profile} targets={edited} patch={patch} />
            <Button kind="ghost" icon="undo" onClick={undoEdits}>
              Undo changes
            </Button>
          </>
        ) : undefined
      }
      foot={
        <>
          <Button
            disabled={normalized === null}
            onClick={() => normalized !== null && editTargets(normalized, profile)}
          >
            Normalize
          </Button>
          <Button disabled={held === null} onClick={() => held !== null && editTargets(held, profile)}>
            Use current holdings
          </Button>
          <AddAsset profile={profile} portfolio={portfolio} targets={targets} onAdd={(asset) => set(asset, ZERO)} />
          <span className="grow" />
          <Button
            kind="ghost"
            title="How far weights may stray, how near is near enough, and how orders are sent"
            onClick={() => setDialog("bands")}
          >
            Bands
          </Button>
          <Button kind="ghost" title="Where the targets come from" onClick={() => setDialog("method")}>
            Method
          </Button>
        </>
      }
    >
      {dialog === "bands" ? (
        <BandsDialog policy={policy} onChange={change} onClose={() => setDialog(null)} />
      ) : dialog === "method" ? (
        <MethodDialog
          profile={profile}
          held={(portfolio?.positions ?? []).map(({ asset }) => asset)}
          onClose={() => setDialog(null)}
        />
      ) : null}
      <GoalAmount profile={profile} portfolio={portfolio} policy={policy} onChange={change} />
      <ScrollBox label="Targets by asset" className="table-box rb-scroll">
        <table className="rb-target-table">
          <colgroup>
            <col className="rb-col-asset" />
            <col className="rb-col-slider" />
            <col className="rb-col-target" />
            <col className="rb-col-band" />
            <col className="rb-col-now" />
            <col className="rb-col-move" />
            <col className="rb-col-after" />
            <col className="rb-col-left" />
          </colgroup>
          <thead>
            <tr>
              <th>Asset</th>
              <th colSpan={2} className="num">
                Target, %
              </th>
              <th className="num">Band</th>
              <th className="num cut">Current</th>
              <th>
                <span className="sr">Move</span>
              </th>
              <th className="num">Projected</th>
              <th className="num">Left</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TargetRowView
                key={row.asset}
                row={row}
                stale={stale}
                opened={opened === row.asset}
                onOpen={() => setOpened(opened === row.asset ? null : row.asset)}
                onChange={set}
                onRule={changeRule}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>Sum</td>
              <td colSpan={2} className="rb-sum">
                <SumChip sum={sum} />
              </td>
              <td />
              <td className="num cut">
                <Doubted doubt={doubt}>{sumOf(rows, (row) => row.current)}</Doubted>
              </td>
              <td />
              <td className={stale ? "num t3" : "num"}>
                <Doubted doubt={doubt}>{sumOf(rows, (row) => row.projected)}</Doubted>
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      </ScrollBox>
    </Panel>
  );
}

const ZERO = Decimal.ZERO.toString();

/** Blank where one of them is not known: a sum of some would look like the sum of all. */
function sumOf(rows: readonly TargetRow[], pick: (row: TargetRow) => DecimalString | null): string {
  const known = rows.flatMap((row) => {
    const weight = pick(row);
    return weight === null ? [] : [Decimal.parse(weight)];
  });
  return known.length === rows.length ? formatPercentCell(Decimal.sum(known)) : "";
}
