// How full is something? A thin bar; the words and the number stand beside it.

export interface MeterProps {
  /** 0 to 1. */
  readonly ratio: number;
  /** What it measures, for assistive technology. */
  readonly label: string;
  /** Ink unless the hue has a meaning here: filled, in progress, near its limit, unknown. */
  readonly tone?: "ink" | "ok" | "you" | "over" | "unknown";
}

export function Meter({ ratio, label, tone = "ink" }: MeterProps) {
  const percent = Math.round(Math.min(1, Math.max(0, ratio)) * 1_000) / 10;
  const unknown = tone === "unknown";
  return (
    // biome-ignore lint/a11y/useSemanticElements: the native meter cannot be drawn as a 3 px bar in every browser.
    <div
      className={tone === "ink" ? "meter" : `meter ${tone}`}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={unknown ? 0 : percent}
      aria-valuetext={unknown ? "unknown" : `${percent}%`}
    >
      {unknown ? null : <i style={{ width: `${percent}%` }} />}
    </div>
  );
}
