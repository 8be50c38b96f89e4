// What stands where a value will be? Grey shapes in the final size, so that nothing moves when it arrives.

export interface SkeletonProps {
  /** Width in px or as a CSS length. */
  readonly width: number | string;
  readonly height?: number;
}

export function Skeleton({ width, height = 10 }: SkeletonProps) {
  return <span className="sk" style={{ width, height }} aria-hidden="true" />;
}

export interface SkeletonRowsProps {
  readonly rows: number;
  /** Height of a row in px. */
  readonly rowHeight?: number;
}

/** Label at the left, value at the right, in differing lengths like real text. */
export function SkeletonRows({ rows, rowHeight = 24 }: SkeletonRowsProps) {
  return (
    <span className="sk-rows" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never reorder.
        <span key={row} style={{ height: rowHeight }}>
          <Skeleton width={44 + ((row * 29) % 37)} />
          <Skeleton width={40 + ((row * 17) % 31)} />
        </span>
      ))}
    </span>
  );
}
