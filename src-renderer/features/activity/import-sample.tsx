// Which entries would a file bring? The first of them.

import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { signedQuantity, transactionWords } from "#renderer/lib/transaction-words.ts";
import type { ImportPreview } from "#shared/contract/views.ts";

export interface ImportSampleProps {
  readonly sample: ImportPreview["sample"];
  /** How many would be new in all. */
  readonly fresh: number;
}

export function ImportSample({ sample, fresh }: ImportSampleProps) {
  const { timeZone, hideAmounts: hidden } = usePreferences();
  return (
    <ScrollBox label="First entries of the file" className="scroll problems sample">
      <table>
        <thead>
          <tr>
            <th scope="col">{sample.length < fresh ? `First ${sample.length} new ones` : "New entries"}</th>
            <th scope="col">What</th>
            <th scope="col" className="num">
              Quantity
            </th>
            <th scope="col" className="num">
              Price
            </th>
            <th scope="col" className="num">
              Fee
            </th>
          </tr>
        </thead>
        <tbody>
          {sample.map((entry) => (
            <tr key={entry.id}>
              <td>{formatDateTime(entry.ts, timeZone)}</td>
              <td>{transactionWords(entry)}</td>
              <td className="num">
                {formatQuantity(signedQuantity(entry), { asset: entry.asset, sign: "always", hidden })}
              </td>
              <td className="num">
                {entry.price === null ? (
                  <span className="t3">n/a</span>
                ) : (
                  `${formatPrice(entry.price)} ${entry.quote ?? ""}`
                )}
              </td>
              <td className="num">
                {entry.fee === null ? "" : formatQuantity(entry.fee.amount, { asset: entry.fee.asset, hidden })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
