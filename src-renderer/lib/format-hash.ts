// How is a long id or hash shortened so that two different ones rarely look alike?

/** `7c1e…94ab`; short texts stay whole. */
export function shortenHash(text: string): string {
  return text.length <= 12 ? text : `${text.slice(0, 4)}\u2026${text.slice(-4)}`;
}
