// What can be done about a difference between venue and books? The likeliest first.
import { fixWords } from "#renderer/lib/fix-words.ts";
import type { ReconciliationFix } from "#shared/domain/reconciliation.ts";
import { Button } from "./button.tsx";

export interface FixButtonsProps {
  /** What the fixes are for, for assistive technology: "BTC at Kraken". */
  readonly label: string;
  readonly fixes: readonly ReconciliationFix[];
  readonly busy: boolean;
  readonly onFix: (fix: ReconciliationFix) => void;
}

export function FixButtons({ label, fixes, busy, onFix }: FixButtonsProps) {
  return (
    <fieldset className="fix-buttons" aria-label={`Fixes for ${label}`}>
      {fixes.map((fix) => (
        <Button key={fixWords(fix)} disabled={busy} onClick={() => onFix(fix)}>
          {fixWords(fix)}
        </Button>
      ))}
    </fieldset>
  );
}
