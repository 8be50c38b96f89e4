// What does each venue offer, beside the consensus?
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { PriceAge } from "#renderer/components/price-age.tsx";
import { SOURCE_WORDS } from "#renderer/lib/feed-words.ts";
import { formatBasisPoints } from "#renderer/lib/format-basis-points.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { ConsensusRow } from "./consensus-view.ts";

export interface VenueQuotesProps {
  readonly rows: readonly ConsensusRow[];
  readonly currency: string;
  /** Price step by market. */
  readonly steps: ReadonlyMap<string, string>;
}

const COLUMNS = 7;

export function VenueQuotes({ rows, currency, steps }: VenueQuotesProps) {
  const common = commonReason(rows);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a table that may scroll.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div className="scroll focus-inset" role="group" aria-label="Venues against the consensus" tabIndex={0}>
      <table className="consensus-table">
        <thead>
          <tr>
            <th scope="col">Venue</th>
            <th scope="col" className="num">
              Bid
            </th>
            <th scope="col" className="num">
              Ask
            </th>
            <th scope="col" className="num">
              Mid, {currency}
            </th>
            <th scope="col" className="num">
              Spread, bp
            </th>
            <th scope="col" className="num">
              Off, bp
            </th>
            <th scope="col" className="num">
              Age
            </th>
          </tr>
        </thead>
        <tbody>
          {common === null ? null : <DoubtLine reason={common} />}
          {rows.map((row) => (
            <VenueLine
              key={row.key}
              row={row}
              currency={currency}
              step={steps.get(row.key)}
              saysWhy={common === null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is wrong with all of them is said once. */
function commonReason(rows: readonly ConsensusRow[]): string | null {
  const [first] = rows;
  if (first === undefined || first.doubt === null || rows.length < 2) return null;
  const { reason } = first.doubt;
  return rows.every(({ doubt }) => doubt?.reason === reason) ? reason : null;
}

function DoubtLine({ reason }: { readonly reason: string }) {
  return (
    <tr className="quote-doubt">
      <td colSpan={COLUMNS}>{reason}</td>
    </tr>
  );
}

interface VenueLineProps {
  readonly row: ConsensusRow;
  readonly currency: string;
  readonly step: string | undefined;
  /** In a line of its own, where not all rows share the reason. */
  readonly saysWhy: boolean;
}

function VenueLine({ row, currency, step, saysWhy }: VenueLineProps) {
  const { venue, symbol, bid, ask, mid, spread, off, ageMs, state, source, used, doubt } = row;
  const quote = symbol.slice(symbol.indexOf("/") + 1);
  const words = quote === currency ? HEALTH_WORDS[state] : `in ${quote}, ${HEALTH_WORDS[state]}`;
  return (
    <>
      <tr className={doubt === null ? undefined : "stale"} title={doubt?.reason}>
        <td>
          <span className="row">
            <HealthDot health={state} small />
            <span className="two">
              <span className="trunc">
                {venueName(venue)}
                {used ? null : <span className="sr">, left out of the consensus</span>}
              </span>
              <small className="trunc">
                {words}, {SOURCE_WORDS[source]}
              </small>
            </span>
          </span>
        </td>
        <td className="num">{formatPrice(bid, step)}</td>
        <td className="num">{formatPrice(ask, step)}</td>
        <td className="num">
          {mid === null ? (
            <NotKnown why={`Nothing converts ${quote}`} />
          ) : (
            formatPrice(mid, quote === currency ? step : undefined)
          )}
        </td>
        <td className="num t2">{bare(spread)}</td>
        <td className="num t2">{off === null ? "n/a" : bare(off, "always")}</td>
        <td className="num">
          <PriceAge ageMs={ageMs} />
        </td>
      </tr>
      {doubt === null || !saysWhy ? null : <DoubtLine reason={doubt.reason} />}
    </>
  );
}

function bare(share: string | null, sign: "auto" | "always" = "auto"): string {
  return formatBasisPoints(share ?? undefined, { sign }).replace(" bp", "");
}

function NotKnown({ why }: { readonly why: string }) {
  return (
    <span className="t3" title={why}>
      n/a
    </span>
  );
}
