// How does an amount of money or a change appear in running text and figures, toned and hidden where asked?
import { toneOf } from "#renderer/lib/format-decimal.ts";
import { formatAmount, formatMoney, splitCents } from "#renderer/lib/format-money.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { usePreferences } from "./preferences.tsx";

const TONE_CLASS = { gain: "up", loss: "dn", zero: "t3" } as const;

export interface MoneyProps {
  readonly amount: string | undefined;
  readonly currency?: string;
  /** Written with its sign and in the color of gain or loss: for PnL and change only. */
  readonly change?: boolean;
  /** Without the currency symbol, for tables whose head names the unit. */
  readonly bare?: boolean;
  readonly absent?: string;
}

export function Money({ amount, currency = "USD", change = false, bare = false, absent }: MoneyProps) {
  const { hideAmounts } = usePreferences();
  if (amount === undefined) return <span className="t3">{absent ?? "no value"}</span>;
  const format = { sign: change ? "always" : "auto", hidden: hideAmounts } as const;
  const text = bare ? formatAmount(amount, format) : formatMoney(amount, { ...format, currency });
  const hiddenName = hideAmounts ? "amount hidden" : undefined;
  const tone = change && !hideAmounts ? TONE_CLASS[toneOf(amount, 2)] : undefined;
  return (
    <span className={hideAmounts ? "hidden-amount t2" : tone} title={hiddenName}>
      {text}
    </span>
  );
}

export interface ChangePercentProps {
  /** Change as a share of one: 0.0084 is +0.84%. */
  readonly share: string | undefined;
  /** Without the sign for percent, for tables whose head has it. */
  readonly bare?: boolean;
}

export function ChangePercent({ share, bare = false }: ChangePercentProps) {
  if (share === undefined) return <span className="t3">n/a</span>;
  const text = formatPercent(share, { sign: "always" });
  const tone = TONE_CLASS[toneOf(Decimal.parse(share).mul(Decimal.fromInteger(100)), 2)];
  return <span className={tone}>{bare ? text.slice(0, -1) : text}</span>;
}

export interface FigureProps {
  readonly amount: string | undefined;
  readonly currency?: string;
  /** 28 px, one per screen; `panel` is 20 px. */
  readonly size?: "screen" | "panel";
}

/** The large figure: cents dimmed. */
export function Figure({ amount, currency = "USD", size = "screen" }: FigureProps) {
  const { hideAmounts } = usePreferences();
  const [whole, rest] = splitCents(formatMoney(amount, { currency, hidden: hideAmounts }));
  // A currency without a symbol stands behind the cents: small, so that the figure keeps to its line.
  const unitAt = rest.indexOf(" ");
  const cents = unitAt < 0 ? rest : rest.slice(0, unitAt);
  return (
    <span className={size === "screen" ? "fig" : "fig2"}>
      {whole}
      {cents === "" ? null : <span className="cents">{cents}</span>}
      {unitAt < 0 ? null : <span className="unit">{rest.slice(unitAt)}</span>}
    </span>
  );
}
