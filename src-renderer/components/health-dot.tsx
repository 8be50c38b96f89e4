// Is a feed or the whole program well? Five shapes, always with the word for those who cannot tell the colors.
import { classNames } from "#renderer/lib/class-names.ts";
import type { QuoteState } from "#shared/domain/quote.ts";

/** States of a price; `down` for a connection that is lost, `off` for one that was never made. */
export type Health = QuoteState | "down" | "off";

const SHAPE = {
  live: "",
  lagging: "lag",
  suspect: "lag",
  stale: "stale",
  dead: "dead",
  down: "dead",
  off: "off",
} as const satisfies Record<Health, string>;

export const HEALTH_WORDS = {
  live: "live",
  lagging: "slow",
  suspect: "suspect",
  stale: "stale",
  dead: "down",
  down: "down",
  off: "not connected",
} as const satisfies Record<Health, string>;

export interface HealthDotProps {
  readonly health: Health;
  /** 7 px instead of 8, as in the top bar. */
  readonly small?: boolean;
}

/** Only the mark: put the word beside it. */
export function HealthDot({ health, small = false }: HealthDotProps) {
  return <i className={classNames("dot", SHAPE[health], small && "small")} aria-hidden="true" />;
}
