// Which limits hold for all live profiles together, and how much of each is used?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Money } from "#renderer/components/money.tsx";
import { Note } from "#renderer/components/note.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { Switch } from "#renderer/components/switch.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { OverallView } from "#shared/contract/views.ts";
import { type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import type { Settings, SettingsPatch } from "#shared/domain/settings.ts";

type LimitKey = "totalDailyLossFraction" | "totalDrawdownFraction" | "largestAssetShare" | "liveMoneyMost";

interface OverallLimit {
  readonly key: LimitKey;
  readonly label: string;
  readonly what: string;
  readonly unit: "%" | "USD";
  readonly max: string;
  /** What the field begins with when it is switched on. */
  readonly start: string;
}

const LIMITS: readonly OverallLimit[] = [
  {
    key: "totalDailyLossFraction",
    label: "Loss of a day",
    what: "then all halt",
    unit: "%",
    max: "100",
    start: "0.04",
  },
  {
    key: "totalDrawdownFraction",
    label: "Fall from the top",
    what: "then all halt",
    unit: "%",
    max: "100",
    start: "0.12",
  },
  {
    ...{ key: "largestAssetShare", label: "One coin", unit: "%", max: "100", start: "0.5" },
    what: "above it nothing buys more of it",
  },
  {
    ...{ key: "liveMoneyMost", label: "Money in live trading", unit: "USD", max: "1000000000000", start: "10000" },
    what: "above it nothing is bought for cash",
  },
];

const REFRESH_MS = 5_000;

export interface OverallPanelProps {
  readonly settings: Settings | null;
}

export function OverallPanel({ settings }: OverallPanelProps) {
  const client = useClient();
  const [draft, setDraft] = useState<SettingsPatch>({});
  const overall = useQuery({
    key: "overall",
    ask: (signal) => client.live.overall({}, { signal }),
    everyMs: REFRESH_MS,
  });
  const save = useCommand((patch: SettingsPatch) => client.settings.update(patch));
  const changed = Object.keys(draft).length > 0;
  const view = overall.value;
  return (
    <Panel
      title="All live profiles together"
      meta={view === null ? undefined : view.profiles.length === 0 ? "none is live" : view.profiles.join(", ")}
      foot={
        changed ? (
          <>
            <Button
              disabled={save.busy}
              onClick={() => void save.run(draft).then((saved) => (saved === null ? undefined : setDraft({})))}
            >
              {save.busy ? "Saving" : "Save limits"}
            </Button>
            <Button kind="ghost" icon="undo" onClick={() => setDraft({})}>
              Undo
            </Button>
          </>
        ) : undefined
      }
    >
      <PanelBody scroll>
        {settings === null ? (
          <SkeletonRows rows={4} rowHeight={40} />
        ) : (
          <div className="stack">
            {LIMITS.map((limit) => (
              <LimitRow
                key={limit.key}
                limit={limit}
                value={{ ...settings, ...draft }[limit.key] ?? null}
                used={view === null || view.profiles.length === 0 ? null : view}
                onChange={(value) => setDraft({ ...draft, [limit.key]: value })}
              />
            ))}
            {view === null || view.unknown === null || view.profiles.length === 0 ? null : (
              <Note tone="over">Now {view.unknown}. While a limit on it is on, nothing is bought.</Note>
            )}
            {overall.error === null || view !== null ? null : <ErrorState {...errorWords(overall.error)} />}
            {save.error === null ? null : <ErrorState {...errorWords(save.error)} />}
          </div>
        )}
      </PanelBody>
    </Panel>
  );
}

interface LimitRowProps {
  readonly limit: OverallLimit;
  readonly value: DecimalString | null;
  /** Null where nothing is live. */
  readonly used: OverallView | null;
  readonly onChange: (value: DecimalString | null) => void;
}

function LimitRow({ limit, value, used, onChange }: LimitRowProps) {
  const { key, label, what, unit, max, start } = limit;
  const shown = value ?? decimalString(start);
  return (
    <div className="row overall-row">
      <div className="grow">
        <Switch
          label={label}
          detail={
            <>
              {value === null ? "Off" : what}
              {used === null ? null : <Used limit={key} used={used} />}
            </>
          }
          checked={value !== null}
          onChange={(on) => onChange(on ? shown : null)}
        />
      </div>
      {value === null ? null : (
        <NumberField
          label={label}
          hideLabel
          unit={unit}
          value={unit === "%" ? percentOfShare(value) : value}
          onChange={(typed) => onChange(unit === "%" ? shareOfPercent(typed) : decimalString(typed))}
          min="0"
          max={max}
          step={unit === "%" ? "0.5" : "100"}
          width={unit === "%" ? 92 : 132}
        />
      )}
    </div>
  );
}

/** Where it stands now. */
function Used({ limit, used }: { readonly limit: LimitKey; readonly used: OverallView }) {
  switch (limit) {
    case "totalDailyLossFraction":
      return <>; now {formatPercent(used.dayLoss)}</>;
    case "totalDrawdownFraction":
      return <>; now {formatPercent(used.drawdown)}</>;
    case "largestAssetShare":
      return used.largest === null ? null : (
        <>
          ; now {used.largest.asset} {formatPercent(used.largest.share)}
        </>
      );
    case "liveMoneyMost":
      return used.value === null ? null : (
        <>
          ; now <Money amount={used.value} currency={used.currency} />
        </>
      );
  }
}
