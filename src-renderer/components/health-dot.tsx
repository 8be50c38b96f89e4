// Is a feed or the whole program well? Five shapes, always with the word for those who cannot tell the colors.
import { classNames } from "#renderer/lib/class-names.ts";

export type Health = "live" | "lagging" | "stale" | "down" | "off";

const SHAPE = { live: "", lagging: "lag", stale: "stale", down: "dead", off: "off" } as const satisfies Record<
  Health,
  string
>;

export interface HealthDotProps {
  readonly health: Health;
  /** 7 px instead of 8, as in the top bar. */
  readonly small?: boolean;
}

/** Only the mark: put the word beside it. */
export function HealthDot({ health, small = false }: HealthDotProps) {
  return <i className={classNames("dot", SHAPE[health], small && "small")} aria-hidden="true" />;
}
