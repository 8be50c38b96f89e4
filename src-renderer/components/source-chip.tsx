// Are these prices real? Where they are not, the word stands beside them.
import type { MarketSource } from "#shared/domain/profile.ts";
import { Chip } from "./chip.tsx";

const WORDS = { simulated: "SIMULATED", replay: "REPLAY" } as const;
const MEANING = {
  simulated: "Prices come from the seeded simulated market, not from a real one",
  replay: "Prices are played from recorded candles, not from a market that is open now",
} as const;

export interface SourceChipProps {
  readonly source: MarketSource;
}

/** Nothing for a real market. */
export function SourceChip({ source }: SourceChipProps) {
  if (source === "real") return null;
  return (
    <Chip tone="plain" title={MEANING[source]}>
      {WORDS[source]}
    </Chip>
  );
}
