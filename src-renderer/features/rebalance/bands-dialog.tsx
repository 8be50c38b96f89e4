// How far may weights stray, how near is near enough, and how are orders sent?
import { useRef } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Policy, PolicyPatch } from "#shared/domain/policy.ts";
import { BAND_KINDS, BAND_WORDS, bandKind, toBandKind } from "./band-kinds.ts";
import { SENDING_WORDS, SENDINGS } from "./sending-words.ts";

export interface BandsDialogProps {
  /** As it stands for this plan. */
  readonly policy: Policy;
  readonly onChange: (changes: PolicyPatch) => void;
  readonly onClose: () => void;
}

export function BandsDialog({ policy, onChange, onClose }: BandsDialogProps) {
  const done = useRef<HTMLButtonElement>(null);
  const { bands, tolerance, sending = "atOnce" } = policy;
  const kind = bandKind(bands);
  const set = (changes: Policy["bands"]) => onChange({ bands: { ...bands, ...changes } });
  const { volatility } = bands;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Bands, tolerance and sending"
      description="For this plan. Keep them for the profile with the targets. An asset with a band of its own keeps it."
      initialFocus={done}
      foot={
        <Button ref={done} onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="stack f12 rb-method">
        <Segmented
          label="Kind of band"
          options={BAND_KINDS}
          value={kind}
          onChange={(next) => onChange({ bands: toBandKind(bands, next) })}
        />
        <p className="t2">{BAND_WORDS[kind]}</p>
        <div className="row rb-band-fields">
          {kind === "absolute" ? (
            <Percent label="Band ±" unit="points" value={bands.absolute} onChange={(absolute) => set({ absolute })} />
          ) : null}
          {kind === "relative" || kind === "hybrid" ? (
            <Percent label="Of the target" unit="%" value={bands.relative} onChange={(relative) => set({ relative })} />
          ) : null}
          {kind === "hybrid" ? (
            <Percent label="At least ±" unit="points" value={bands.floor} onChange={(floor) => set({ floor })} />
          ) : null}
          {volatility?.steps.map((step, index) => (
            <Percent
              key={step.above}
              label={`Above ${formatPercent(step.above, { scale: 0 })} a year ±`}
              unit="points"
              value={step.band}
              onChange={(band) => {
                const steps = volatility.steps.map((other, at) => (at === index ? { ...other, band } : other));
                set({ volatility: { ...volatility, steps } });
              }}
            />
          ))}
          {volatility === undefined ? null : (
            <Percent
              label="Else ±"
              unit="points"
              value={volatility.otherwise}
              onChange={(otherwise) => set({ volatility: { ...volatility, otherwise } })}
            />
          )}
        </div>
        {volatility === undefined ? null : (
          <p className="t3">
            {volatility.measured === undefined
              ? `Until the volatility is known, ±${percentOfShare(bands.absolute ?? "0.05")} points.`
              : `The portfolio swings ${formatPercent(volatility.measured, { scale: 0 })} a year now.`}
          </p>
        )}
        <Percent
          label="Near enough: off target by at most"
          unit="points"
          value={tolerance}
          onChange={(next) => onChange({ tolerance: next })}
        />
        <h3 className="lab">How orders are sent</h3>
        <Segmented
          label="How orders are sent"
          options={SENDINGS}
          value={sending}
          onChange={(next) => onChange({ sending: next })}
        />
        <p className="t2">{SENDING_WORDS[sending]}</p>
      </div>
    </Dialog>
  );
}

interface PercentProps {
  readonly label: string;
  readonly unit: string;
  readonly value: DecimalString | undefined;
  readonly onChange: (share: DecimalString) => void;
}

function Percent({ label, unit, value, onChange }: PercentProps) {
  return (
    <NumberField
      label={label}
      unit={unit}
      min="0"
      max="100"
      step="0.5"
      width={110}
      value={percentOfShare(value ?? "0")}
      onChange={(percent) => onChange(shareOfPercent(percent))}
    />
  );
}
