// At which venues does an asset lie, in which parts?
import { toChartNumber } from "#renderer/charts/to-chart-number.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import type { VenueShare } from "./position-rows.ts";

export interface VenueBarProps {
  readonly shares: readonly VenueShare[];
}

/** Ink in three strengths: a venue keeps its ink in every row. */
const INKS = ["var(--text-1)", "var(--text-3)", "var(--line-control)"] as const;

export function VenueBar({ shares }: VenueBarProps) {
  if (shares.length === 0) return null;
  const words = shares.map(({ name, share }) => `${name} ${formatPercent(share, { scale: 0 })}`).join(", ");
  return (
    <span className="venue-split" role="img" aria-label={words} title={words}>
      {shares.map(({ venue, share, place }) => (
        <i key={venue} style={{ flexGrow: toChartNumber(share), background: INKS[place % INKS.length] }} />
      ))}
    </span>
  );
}
