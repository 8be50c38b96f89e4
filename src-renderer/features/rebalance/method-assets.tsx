// Among which assets is shared out, within which limits, and in which groups?
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { Checkbox } from "#renderer/components/switch.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { MethodRow } from "./method-form.ts";

export interface MethodAssetsProps {
  readonly rows: readonly MethodRow[];
  readonly onChange: (rows: readonly MethodRow[]) => void;
}

export function MethodAssets({ rows, onChange }: MethodAssetsProps) {
  const set = (row: MethodRow, change: Partial<MethodRow>) =>
    onChange(rows.map((other) => (other.asset === row.asset ? { ...row, ...change } : other)));
  return (
    <ScrollBox label="Assets and their limits" className="table-box rb-method-assets">
      <table>
        <thead>
          <tr>
            <th>Shared out among</th>
            <th className="num">At least, %</th>
            <th className="num">At most, %</th>
            <th>Group</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.asset}>
              <td>
                <Checkbox label={row.asset} checked={row.isIn} onChange={(isIn) => set(row, { isIn })} />
              </td>
              <td className="num">
                <Limit
                  label={`${row.asset} at least`}
                  row={row}
                  value={row.floor}
                  onChange={(floor) => set(row, { floor })}
                />
              </td>
              <td className="num">
                <Limit label={`${row.asset} at most`} row={row} value={row.cap} onChange={(cap) => set(row, { cap })} />
              </td>
              <td>
                <TextField
                  label={`Group of ${row.asset}`}
                  hideLabel
                  placeholder="none"
                  value={row.group}
                  disabled={!row.isIn}
                  onChange={(group) => set(row, { group })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface LimitProps {
  readonly label: string;
  readonly row: MethodRow;
  readonly value: MethodRow["cap"];
  readonly onChange: (value: MethodRow["cap"]) => void;
}

/** Empty is no limit, so it is text: a number field always holds a number. */
function Limit({ label, row, value, onChange }: LimitProps) {
  return (
    <TextField
      label={label}
      hideLabel
      placeholder="–"
      disabled={!row.isIn}
      value={value === null ? "" : percentOfShare(value)}
      onChange={(text) => {
        const number = Decimal.tryParse(text.replace(",", ".").replace(/\.$/, ""));
        if (text.trim() === "") onChange(null);
        else if (number !== undefined && !number.isNegative) onChange(shareOfPercent(number.toString()));
      }}
    />
  );
}
