// In which order are variants measured? In turn, every round starting with another one, so that none always runs hot or late.
import { ensure } from "#shared/domain/assert.ts";

export type Variants<Name extends string, Sample> = Readonly<Record<Name, (round: number) => Promise<Sample>>>;

/** Samples of each variant, in order of the rounds. */
export type Samples<Name extends string, Sample> = Readonly<Record<Name, readonly Sample[]>>;

export async function runRounds<Name extends string, Sample>(
  rounds: number,
  variants: Variants<Name, Sample>,
): Promise<Samples<Name, Sample>> {
  const names = Object.keys(variants) as Name[]; // its own keys, nothing else
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = ensure(names[(turn + round) % names.length], "variant");
      samples[name].push(await variants[name](round));
    }
  }
  return samples;
}
