// What would taking the proposed asset change, and at what cost?
import { Money } from "#renderer/components/money.tsx";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import type { AssetChoiceView } from "#shared/contract/asset-choice.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface AssetProposalProps {
  readonly view: AssetChoiceView;
  readonly profile: Profile;
}

export function AssetProposal({ view: { proposal }, profile }: AssetProposalProps) {
  if (proposal === null) return null;
  const { targets, targetsReason, turnover, cost } = proposal;
  if (targets === null) {
    return <p className="f12 t2">Taking it changes no target. {targetsReason}</p>;
  }
  const names = [...new Set([...Object.keys(profile.targets), ...Object.keys(targets)])] as Asset[]; // keys of parsed records
  const moved = names.flatMap((asset) => {
    const [before, after] = [profile.targets[asset] ?? "0", targets[asset] ?? "0"];
    return Decimal.parse(before).eq(Decimal.parse(after)) ? [] : [{ asset, before, after }];
  });
  return (
    <>
      <dl className="fields">
        {moved.map(({ asset, before, after }) => (
          <div key={asset}>
            <dt>{asset}</dt>
            <dd className="num">
              {formatPercent(before)} → {formatPercent(after)}
            </dd>
          </div>
        ))}
        <div>
          <dt>To trade for it</dt>
          <dd className="num">
            <Money amount={turnover ?? undefined} currency={profile.currency} />
          </dd>
        </div>
        <div>
          <dt>Cost, about</dt>
          <dd className="num">
            <Money amount={cost ?? undefined} currency={profile.currency} />
          </dd>
        </div>
      </dl>
      <p className="f11 t3">
        Taking it changes the targets alone; trades come from a plan that you approve, with its exact cost.
      </p>
    </>
  );
}
