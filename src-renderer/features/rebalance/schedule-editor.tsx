// When is a schedule due, and what does it propose? Its next times are shown before it is saved.
import { NumberField } from "#renderer/components/number-field.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatDayClock } from "#renderer/lib/format-time.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import type { SchedulePlan, ScheduleTiming, TriggerSettings } from "#shared/domain/trigger-settings.ts";

type Schedule = TriggerSettings["schedule"];

const TIMINGS = [
  { value: "every", label: "Every" },
  { value: "cron", label: "Cron line" },
] as const satisfies readonly { readonly value: ScheduleTiming["kind"]; readonly label: string }[];

const UNITS = [
  { value: "days", label: "days", ms: DAY_MS },
  { value: "hours", label: "hours", ms: HOUR_MS },
  { value: "minutes", label: "minutes", ms: MINUTE_MS },
] as const;
type Unit = (typeof UNITS)[number]["value"];

const PLANS = [
  { value: "profile", label: "Goal of the profile" },
  { value: "target", label: "To target" },
  { value: "bandEdge", label: "To band edge" },
  { value: "invest", label: "Buy for an amount" },
] as const satisfies readonly { readonly value: SchedulePlan["kind"]; readonly label: string }[];

export interface ScheduleEditorProps {
  readonly profile: Pick<Profile, "cashAssets">;
  readonly schedule: Schedule;
  readonly onChange: (change: Partial<Schedule>) => void;
}

export function ScheduleEditor({ profile, schedule, onChange }: ScheduleEditorProps) {
  const { timing, plan } = schedule;
  const setTiming = (next: ScheduleTiming) => onChange({ timing: next });
  const setPlan = (next: SchedulePlan) => onChange({ plan: next });
  return (
    <>
      <SelectField
        label="Due"
        width={92}
        options={TIMINGS}
        value={timing.kind}
        onChange={(kind) =>
          setTiming(
            kind === "every" ? { kind, everyMs: 30 * DAY_MS } : { kind, expression: "0 9 * * MON", zone: localZone() },
          )
        }
      />
      {timing.kind === "every" ? (
        <Every everyMs={timing.everyMs} onChange={(everyMs) => setTiming({ kind: "every", everyMs })} />
      ) : (
        <>
          <TextField
            label="Minute, hour, day, month, weekday"
            mono
            value={timing.expression}
            onChange={(expression) => setTiming({ ...timing, expression })}
          />
          <TextField label="Time zone" value={timing.zone} onChange={(zone) => setTiming({ ...timing, zone })} />
        </>
      )}
      <SelectField
        label="Proposes"
        width={140}
        options={PLANS}
        value={plan.kind}
        onChange={(kind) =>
          setPlan(
            kind === "invest"
              ? { kind, asset: profile.cashAssets[0] as Asset, amount: decimalString("100") }
              : { kind },
          )
        }
      />
      {plan.kind === "invest" ? (
        <>
          <NumberField
            label="Amount"
            min="0"
            width={92}
            value={plan.amount}
            onChange={(amount) => setPlan({ ...plan, amount: decimalString(amount) })}
          />
          <SelectField
            label="Coin"
            width={76}
            options={profile.cashAssets.map((asset) => ({ value: asset, label: asset }))}
            value={plan.asset}
            onChange={(asset) => setPlan({ ...plan, asset })}
          />
        </>
      ) : null}
      <NextTimes timing={timing} />
    </>
  );
}

/** The unit is the largest that goes into it; another one changes what is meant, not only how it reads. */
function Every({ everyMs, onChange }: { readonly everyMs: number; readonly onChange: (everyMs: number) => void }) {
  const unit = UNITS.find(({ ms }) => everyMs % ms === 0) ?? UNITS[2];
  const count = Math.max(1, Math.round(everyMs / unit.ms));
  return (
    <>
      <NumberField
        label="How many"
        min="1"
        step="1"
        width={64}
        value={String(count)}
        onChange={(text) => {
          if (/^\d+$/.test(text)) onChange(Number(text) * unit.ms);
        }}
      />
      <SelectField
        label="Unit"
        width={88}
        options={UNITS}
        value={unit.value as Unit}
        onChange={(next) => onChange(count * (UNITS.find(({ value }) => value === next)?.ms ?? DAY_MS))}
      />
    </>
  );
}

const ASK_EVERY_MS = 60_000;

function NextTimes({ timing }: { readonly timing: ScheduleTiming }) {
  const client = useClient();
  const { timeZone } = usePreferences();
  const { value, error } = useQuery({
    key: JSON.stringify(timing),
    ask: (signal) => client.triggers.nextTimes({ timing }, { signal }),
    everyMs: ASK_EVERY_MS,
  });
  return (
    <p className="rb-next-times" role="status">
      {error !== null ? (
        <span className="dn">{error.message}</span>
      ) : value === null ? (
        <span className="t3">Next times are being computed.</span>
      ) : (
        <span className="t3">Next: {value.times.map((time) => formatDayClock(time, timeZone)).join("; ")}</span>
      )}
    </p>
  );
}

function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
