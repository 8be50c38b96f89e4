// Which quotes made a price?

import { Decimal } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { derive, leaf, notComputable } from "./compute-derivation.ts";

/** `at`: when the price was used. A price over several markets is one line that names them all. */
export function derivePrice(asset: Asset, currency: Asset, price: ConsensusPrice | null, at: UnixMs): Derivation {
  const label = `Price of 1 ${asset} in ${currency}`;
  if (price === null) return notComputable(label, `No price for ${asset} in ${currency}.`);
  const value = Decimal.parse(price.price);
  if (asset === currency) {
    return leaf(label, value, { kind: "price", venue: "none", symbol: asset, at, from: "the currency itself" });
  }
  const quoted = (ageMs: number): UnixMs => unixMs(Math.max(0, at - ageMs));
  const own = price.sources.filter(({ symbol }) => symbol === `${asset}/${currency}`);
  if (own.length > 0 && own.length === price.sources.length) {
    const mids = own.map(({ venue, symbol, mid, ageMs, state }) =>
      leaf(`${symbol} at ${venue}`, Decimal.parse(mid), {
        kind: "price",
        venue,
        symbol,
        at: quoted(ageMs),
        from: `${state} quote`,
      }),
    );
    const median = derive(label, "median", mids);
    if (Decimal.parse(median.value).eq(value)) return median;
  }
  const venues = [...new Set(price.sources.map(({ venue }) => venue))].join(", ");
  const par = price.assumedPar ? ", dollars taken at par" : "";
  return leaf(label, value, {
    kind: "price",
    venue: venues === "" ? "none" : venues,
    symbol: price.path.join(" > "),
    at: quoted(price.ageMs),
    from: `${price.state} quotes${par}`,
  });
}
