// How far is a plan, leg by leg? One segment per leg, as wide as its value.

export interface ProgressSegment {
  readonly id: string;
  /** Relative width: the leg's share of the plan's value. */
  readonly weight: number;
  /** Filled part, 0 to 1. */
  readonly filled: number;
  readonly look: "waiting" | "partial" | "filled" | "unknown" | "failed";
}

export interface ProgressSegmentsProps {
  readonly segments: readonly ProgressSegment[];
  /** "5 done, 1 held, 1 unknown, 1 waits": the words are the accessible form. */
  readonly label: string;
}

export function ProgressSegments({ segments, label }: ProgressSegmentsProps) {
  return (
    <div className="segments" role="img" aria-label={label}>
      {segments.map((segment) => (
        <span
          key={segment.id}
          className={segment.look}
          style={{ flexGrow: Math.max(segment.weight, 0.01), flexBasis: 0 }}
        >
          <i
            style={{
              width: segment.look === "unknown" || segment.look === "failed" ? "100%" : `${segment.filled * 100}%`,
            }}
          />
        </span>
      ))}
    </div>
  );
}
