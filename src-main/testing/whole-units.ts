// How does the enumeration of plans count exactly? In whole numbers of 1e-24; a product that needs more places is an error.

const PLACES = 24;
export const ONE: bigint = 10n ** BigInt(PLACES);

/** A plain decimal of at most 24 places. */
export function scaled(text: string): bigint {
  const [, sign = "", whole = "", part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === "" || part.length > PLACES) throw new Error(`"${text}" is no decimal of at most ${PLACES} places`);
  const units = BigInt(whole + part.padEnd(PLACES, "0"));
  return sign === "" ? units : -units;
}

/** As a plain decimal. */
export function textOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, "0");
  const part = digits.slice(-PLACES).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -PLACES)}${part === "" ? "" : `.${part}`}`;
}

/** Throws where the product has more places than are counted. */
export function times(one: bigint, other: bigint): bigint {
  return exactly(one * other, ONE);
}

/** Throws where the quotient has more places than are counted. */
export function over(one: bigint, other: bigint): bigint {
  return exactly(one * ONE, other);
}

function exactly(dividend: bigint, divisor: bigint): bigint {
  if (dividend % divisor !== 0n) throw new Error(`${dividend} / ${divisor} has more than ${PLACES} places`);
  return dividend / divisor;
}
