// How much is it all worth, one figure for each market and currency?
import { Doubted } from "#renderer/components/doubted.tsx";
import { Money } from "#renderer/components/money.tsx";
import { doubtOfProfile } from "#renderer/lib/price-doubt.ts";
import type { TogetherView } from "#shared/contract/together.ts";
import { MARKET_WORDS } from "./market-words.ts";

export function TotalsLine({ groups }: { readonly groups: TogetherView["groups"] }) {
  if (groups.length === 0) return null;
  return (
    <dl className="totals-line">
      {groups.map(({ source, currency, value, valueInDoubt, dayPnl, profiles }) => (
        <div key={`${source} ${currency}`}>
          <dt className="f11 t3">
            {MARKET_WORDS[source]}, {profiles.length === 1 ? "1 profile" : `${profiles.length} profiles`}
          </dt>
          <dd className="num figure-20">
            <Doubted doubt={doubtOfProfile({ valueInDoubt })}>
              <Money amount={value ?? undefined} currency={currency} />
            </Doubted>
          </dd>
          <dd className="num f12">
            {dayPnl === null ? (
              <span className="t3">day not known</span>
            ) : (
              <Money amount={dayPnl} currency={currency} change />
            )}
            {dayPnl === null ? null : <span className="t3"> today (UTC)</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
