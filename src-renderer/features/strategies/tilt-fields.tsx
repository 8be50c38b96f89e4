// How far may open signals move this profile's targets, and how much of that is used?
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useStream } from "#renderer/hooks/use-stream.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatPercent, formatPercentCell } from "#renderer/lib/format-percent.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { TiltView } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { StrategySettings } from "#shared/domain/strategy-settings.ts";
import { TiltBounds } from "./tilt-bounds.tsx";

type Key = "tiltBudget" | "tiltBound" | "turnoverPerMonth";

const FIELDS = [
  {
    key: "tiltBudget",
    label: "Tilt of targets",
    detail: "points that signals may move together; 0: they move nothing",
    unit: "points",
    max: "100",
  },
  {
    key: "tiltBound",
    label: "Tilt of one asset",
    detail: "up or down, times the strength of its signal",
    unit: "points",
    max: "100",
  },
  { key: "turnoverPerMonth", label: "Turnover by tilts", detail: "of the value, in 30 days", unit: "%", max: "1000" },
] as const satisfies readonly {
  readonly key: Key;
  readonly label: string;
  readonly detail: string;
  readonly unit: string;
  readonly max: string;
}[];

export interface TiltFieldsProps {
  readonly profileId: ProfileId;
  /** Those that have a target and are not cash. */
  readonly targets: readonly Asset[];
  readonly settings: Pick<StrategySettings, Key | "tiltBounds">;
  readonly onChange: (patch: Partial<StrategySettings>) => void;
}

export function TiltFields({ profileId, targets, settings, onChange }: TiltFieldsProps) {
  return (
    <>
      {FIELDS.map(({ key, label, detail, unit, max }) => (
        <div className="strategies-row" key={key}>
          <span>
            {label}
            <small>{detail}</small>
          </span>
          <NumberField
            label={label}
            hideLabel
            unit={unit}
            value={percentOfShare(settings[key])}
            onChange={(percent) => onChange({ [key]: shareOfPercent(percent) })}
            min="0"
            max={max}
            step="0.5"
            width={key === "turnoverPerMonth" ? 92 : 112}
          />
        </div>
      ))}
      <TiltBounds targets={targets} settings={settings} onChange={(tiltBounds) => onChange({ tiltBounds })} />
      <TiltNow profileId={profileId} />
    </>
  );
}

/** What is in force, and what of the budgets is used: of the settings as they are saved. */
function TiltNow({ profileId }: { readonly profileId: ProfileId }) {
  const client = useClient();
  const now = useNow();
  const view = useStream<TiltView, TiltView>({
    key: profileId,
    apply: (_before, after) => after,
    open: (signal) => client.signals.watchTilt({ profileId }, { signal }),
  });
  return (
    <fieldset className="strategies-tilt f12" aria-label="Tilts now">
      <LoadableView
        data={toPanelState(view, { now })}
        skeleton={<SkeletonRows rows={2} rowHeight={18} />}
        empty={{ children: "What signals tilt is not known yet." }}
      >
        {(shown) => <TiltWords view={shown} now={now} />}
      </LoadableView>
    </fieldset>
  );
}

function TiltWords({ view, now }: { readonly view: TiltView; readonly now: number }) {
  if (Decimal.parse(view.budget).isZero) return <p className="t3">Off: signals tilt no targets.</p>;
  return (
    <>
      <p className="t2">
        In use: {formatPercentCell(view.used)} of {formatPercentCell(view.budget)} points. Turned over in the last 30
        days: {formatPercent(view.turnoverSpent)} of {formatPercent(view.turnoverPerMonth)}.
      </p>
      {view.lines.length === 0 ? (
        <p className="t3">No open signal moves a target now.</p>
      ) : (
        <ul>
          {view.lines.map(({ asset, from, to, until }) => (
            <li key={asset} className="row">
              <span className="med">{asset}</span>
              <span className="num">
                {formatPercent(from, { scale: 2 })} to {formatPercent(to, { scale: 2 })}
              </span>
              <span className="t3 end">{until === null ? "makes room" : `${formatDuration(until - now)} left`}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
