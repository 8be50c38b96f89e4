// What do Kraken's ids look like? Letter, then blocks of capitals and digits 2-7, made of a number so that runs repeat.
import { createHash } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Like `OQCLML-BW3P3-BUCMWZ`: `O` orders, `T` trades, `L` ledger lines. */
export function krakenId(kind: "O" | "T" | "L", count: number): string {
  const text = [...createHash("sha256").update(`${kind}${count}`).digest()]
    .slice(0, 16)
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join("");
  return `${kind}${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10)}`;
}

/** Reference of a deposit or withdrawal. */
export function transferId(count: number): string {
  return `FT${krakenId("L", count).replaceAll("-", "").slice(1, 6)}-${createHash("sha256").update(`transfer${count}`).digest("base64url").slice(0, 22)}`;
}
