// How is an amount of money written: with its symbol in figures, without in tables, hidden in privacy mode?
import type { Decimal } from "#shared/domain/decimal.ts";
import { formatDecimal, HIDDEN_AMOUNT, type SignRule } from "./format-decimal.ts";

const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["USD", "$"],
  ["EUR", "\u20ac"],
  ["GBP", "\u00a3"],
  ["JPY", "\u00a5"],
]);

export interface MoneyFormat {
  /** Currency or asset code; `USD` unless told. Codes without a symbol are written behind the number. */
  readonly currency?: string;
  readonly sign?: SignRule;
  /** Digits after the point, 2 unless told. */
  readonly scale?: number;
  /** Privacy mode: six dots instead of the amount. */
  readonly hidden?: boolean;
  /** Words for an absent amount, `no value` unless told. */
  readonly absent?: string;
}

/** `$248,315.68`, `+$2,451.01`, `1,204.18 CHF`. An absent amount is words, never 0. */
export function formatMoney(amount: string | Decimal | undefined, format: MoneyFormat = {}): string {
  if (amount === undefined) return format.absent ?? "no value";
  if (format.hidden === true) return HIDDEN_AMOUNT;
  const currency = format.currency ?? "USD";
  const symbol = SYMBOLS.get(currency);
  return formatDecimal(amount, {
    scale: format.scale ?? 2,
    sign: format.sign ?? "auto",
    ...(symbol === undefined ? { suffix: ` ${currency}` } : { prefix: symbol }),
  });
}

/** `105,782.18`: for table cells, whose head names the unit. */
export function formatAmount(amount: string | Decimal | undefined, format: Omit<MoneyFormat, "currency"> = {}): string {
  if (amount === undefined) return format.absent ?? "no value";
  if (format.hidden === true) return HIDDEN_AMOUNT;
  return formatDecimal(amount, { scale: format.scale ?? 2, sign: format.sign ?? "auto" });
}

/** The large figure dims its cents: `["$248,315", ".68"]`. The second part is empty when there is nothing to dim. */
export function splitCents(text: string): readonly [string, string] {
  const cut = text.indexOf(".");
  return cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut)];
}
