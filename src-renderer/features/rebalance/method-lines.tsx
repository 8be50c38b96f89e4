// What would the method give now: what it says, what is tilted, which limit holds, and how each asset swings?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { Note } from "#renderer/components/note.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { formatPoints } from "#renderer/lib/format-points.ts";
import { formatDate } from "#renderer/lib/format-time.ts";
import type { TargetsPreview } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { ComputedTargets, TargetMethod } from "#shared/domain/target-method.ts";

const ASK_EVERY_MS = 60_000;

export interface MethodLinesProps {
  readonly profile: Pick<Profile, "id">;
  readonly method: TargetMethod;
}

export function MethodLines({ profile, method }: MethodLinesProps) {
  const client = useClient();
  const { value, error } = useQuery<TargetsPreview>({
    key: `${profile.id} ${JSON.stringify(method)}`,
    ask: (signal) => client.targets.preview({ profileId: profile.id, method }, { signal }),
    everyMs: ASK_EVERY_MS,
  });
  if (error !== null) return <Note tone="bad">{error.message}</Note>;
  if (value === null) return <SkeletonRows rows={4} />;
  if (value.kind === "failed") return <Note tone="over">{value.reason}</Note>;
  return <Lines computed={value.computed} />;
}

function Lines({ computed: { lines, period } }: { readonly computed: ComputedTargets }) {
  const { timeZone } = usePreferences();
  return (
    <>
      <ScrollBox label="What the method gives" className="table-box rb-method-assets">
        <table>
          <thead>
            <tr>
              <th>Asset</th>
              <th className="num">Method, %</th>
              <th className="num">Tilt, points</th>
              <th className="num">Target, %</th>
              <th className="num">Volatility, %</th>
              <th className="num">Risk, %</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ asset, base, tilt, result, limit, volatility, riskShare }) => (
              <tr key={asset}>
                <td>
                  <span className="row">
                    <AssetLabel asset={asset} />
                    {limit === null ? null : <Chip tone="muted">{limit === "cap" ? "at most" : "at least"}</Chip>}
                  </span>
                </td>
                <td className="num">{formatPercentCell(base)}</td>
                <td className="num t2">{formatPoints(tilt, { scale: 2 })}</td>
                <td className="num semi">{formatPercentCell(result)}</td>
                <td className="num t2">{statistic(volatility)}</td>
                <td className="num t2">{statistic(riskShare)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {period === null ? null : (
        <p className="t3">
          {period.returns} daily returns, {formatDate(period.from, timeZone)} to {formatDate(period.until, timeZone)}
          {period.missing === 0 ? "" : `; ${period.missing} days left out for a missing price`}. Shrunk by{" "}
          {statistic(period.shrinkage)}%.
        </p>
      )}
    </>
  );
}

/** A statistic, never money: written from a plain number. */
function statistic(share: number | null): string {
  return share === null ? "–" : (share * 100).toFixed(1);
}
