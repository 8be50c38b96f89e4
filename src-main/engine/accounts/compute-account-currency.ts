// In which currency should a new account be valued? In the one that most of what it holds is traded against.
import type { Asset } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";

/** Markets of held assets count first, then all markets, then the alphabet. Null for a venue without markets. */
export function computeAccountCurrency(instruments: readonly Instrument[], held: ReadonlySet<Asset>): Asset | null {
  const counts = new Map<Asset, { readonly quote: Asset; ofHeld: number; all: number }>();
  for (const { base, quote, status } of instruments) {
    if (status === "offline") continue;
    const count = counts.get(quote) ?? { quote, ofHeld: 0, all: 0 };
    counts.set(quote, count);
    count.all += 1;
    if (held.has(base)) count.ofHeld += 1;
  }
  const [first] = [...counts.values()].sort(
    (a, b) => b.ofHeld - a.ofHeld || b.all - a.all || (a.quote < b.quote ? -1 : 1),
  );
  return first?.quote ?? null;
}
