// How old is what is shown, when it is older than it should be?
import { formatAge } from "#renderer/lib/format-age.ts";
import { Chip } from "./chip.tsx";

export interface StaleChipProps {
  readonly ageMs: number;
}

export function StaleChip({ ageMs }: StaleChipProps) {
  return (
    <Chip tone="over" icon="clock" title="The last known values; nothing newer has arrived">
      {formatAge(ageMs)} old
    </Chip>
  );
}
