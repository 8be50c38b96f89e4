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
