// Why was this asset chosen? Each of the pool with its order and volume, and how much the order is worth.
import type { AssetChoiceView } from "#shared/contract/asset-choice.ts";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function PoolTable({ view: { scores, unread, rankStability } }: { readonly view: AssetChoiceView }) {
  return (
    <>
      {scores.length === 0 ? null : (
        <table className="pool-table">
          <caption className="sr">The pool, the best first</caption>
          <thead>
            <tr>
              <th scope="col">Asset</th>
              <th scope="col" className="num">
                Entropy
              </th>
              <th scope="col" className="num">
                Volume
              </th>
              <th scope="col" className="num">
                Score
              </th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ asset, entropy, volume, score }) => (
              <tr key={asset}>
                <th scope="row">{asset}</th>
                <td className="num">{entropy.toFixed(3)}</td>
                <td className="num">{compact.format(volume)}</td>
                <td className="num semi">{score.toFixed(2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {unread.length === 0 ? null : (
        <p className="f11 t3">
          Not ranked, because the profile's exchanges do not trade them or too little of 90 days is known:{" "}
          {unread.join(", ")}.
        </p>
      )}
      {rankStability === null ? null : (
        <p className="f11 t3">
          Half of the score is order (low entropy of hourly returns, 90 days), half is volume (30 days). Ranks of the
          entropy half from its older to its newer half correlate by {rankStability.toFixed(2)}
          {rankStability < 0.3 ? ": near noise" : ""}.
        </p>
      )}
    </>
  );
}
