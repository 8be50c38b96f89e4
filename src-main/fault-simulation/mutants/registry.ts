// Which bugs can be planted? One line a group.
import { HAND_MUTANTS } from "./hand-mutants.ts";
import { JOURNAL_MUTANTS } from "./journal-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { OUTCOME_MUTANTS } from "./outcome-mutants.ts";
import { PERMISSION_MUTANTS } from "./permission-mutants.ts";
import { SENDING_MUTANTS } from "./sending-mutants.ts";
import { STANDING_MUTANTS } from "./standing-mutants.ts";
import { SWITCH_MUTANTS } from "./switch-mutants.ts";
import { VENUE_MUTANTS } from "./venue-mutants.ts";

export const MUTANTS: readonly Mutant[] = [
  ...OUTCOME_MUTANTS,
  ...JOURNAL_MUTANTS,
  ...PERMISSION_MUTANTS,
  ...SENDING_MUTANTS,
  ...STANDING_MUTANTS,
  ...HAND_MUTANTS,
  ...SWITCH_MUTANTS,
  ...VENUE_MUTANTS,
];
