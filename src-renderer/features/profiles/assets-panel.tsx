// Which assets does this profile hold to which targets, and how near is near enough?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { formatMoney } from "#renderer/lib/format-money.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { Policy } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface AssetsPanelProps {
  readonly profile: Profile;
}

export function AssetsPanel({ profile }: AssetsPanelProps) {
  const targets = Object.entries(profile.targets).sort(([, a], [, b]) => decimal(b).cmp(decimal(a)));
  const { policy } = profile;
  return (
    <Panel
      title="Targets"
      meta={`${targets.length} assets`}
      actions={
        <a className="btn ghost" href={hashOf("rebalance")}>
          Change
        </a>
      }
    >
      <PanelBody>
        {targets.length === 0 ? <p className="f12 t2">No targets yet: set them under Rebalance.</p> : null}
        <dl className="fields">
          {targets.map(([asset, weight]) => (
            <div key={asset}>
              <dt>
                <AssetLabel asset={asset} />
              </dt>
              <dd className="num">{formatPercent(weight)}</dd>
            </div>
          ))}
        </dl>
        <hr className="rule" style={{ margin: "12px 0" }} />
        <dl className="fields">
          <div>
            <dt>Band</dt>
            <dd>{bandWords(policy)}</dd>
          </div>
          <div>
            <dt>Near enough</dt>
            <dd className="num">±{formatPercent(policy.tolerance)}</dd>
          </div>
          <div>
            <dt>Least trade</dt>
            <dd className="num">{formatMoney(policy.minTradeValue, { currency: profile.currency })}</dd>
          </div>
          <div>
            <dt>Most a plan may cost</dt>
            <dd className="num">{formatPercent(policy.maxCostFraction)}</dd>
          </div>
          <div>
            <dt>Slippage</dt>
            <dd className="num">{formatPercent(policy.slippageTolerance)}</dd>
          </div>
          <div>
            <dt>Counts as cash</dt>
            <dd>{profile.cashAssets.join(", ")}</dd>
          </div>
        </dl>
      </PanelBody>
    </Panel>
  );
}

function bandWords({ bands }: Policy): string {
  const parts = [
    bands.absolute === undefined ? undefined : `±${formatPercent(bands.absolute, { scale: 1 })}`,
    bands.relative === undefined ? undefined : `${formatPercent(bands.relative, { scale: 0 })} of the target`,
    bands.floor === undefined ? undefined : `at least ±${formatPercent(bands.floor, { scale: 1 })}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
