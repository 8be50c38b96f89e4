// How does a sentence read in privacy mode? Amounts and quantities become dots; shares, points and counts stay.
import { HIDDEN_AMOUNT } from "./format-decimal.ts";

const NUMBER = String.raw`\d[\d,]*(?:\.\d+)?`;
/** `$14,385`, `−€2.50`, `54.2 SOL`, `1,204.18 CHF`. A number alone, a percentage or points say nothing of how much there is. */
const AMOUNT = new RegExp(
  String.raw`[\u2212+-]?(?:[$€£¥]${NUMBER}|${NUMBER}(?= [A-Z][A-Z0-9]{1,23}\b)|(?<=\b(?:cost|turnover) )${NUMBER})`,
  "g",
);

export function hideAmountsIn(sentence: string): string {
  return sentence.replace(AMOUNT, HIDDEN_AMOUNT);
}

/** Amounts of which the sentence has named the coin before: long or with a fraction, so no order's number. */
const BARE_AMOUNT = /\b(?:\d{3,}(?:\.\d+)?|\d+\.\d+)\b/g;

/** Also those without a coin behind them, for a sentence about one order or balance. */
export function hideBareAmountsIn(text: string): string {
  return hideAmountsIn(text).replace(BARE_AMOUNT, HIDDEN_AMOUNT);
}
