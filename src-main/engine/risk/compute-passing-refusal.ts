// Does a refusal say nothing of the order, but that the venue wants to be left alone, or could not be reached at all?

/** Words of the venues' codes (resources/docs/exchanges.md), of the transport's and of our own queue; Binance: -1003, -1015. */
const PASSING =
  /RATE|TOO_MANY|\b429\b|\b418\b|-1003\b|-1015\b|LOCKOUT|BANNED|MAINTENANCE|ESERVICE|ECONN|ENOTFOUND|EAI_AGAIN|UNREACHABLE|NOT_SENT/i;

/** `code`: of a refused order. Such a leg may be tried again once its account was read. */
export function isPassingRefusal(code: string): boolean {
  return PASSING.test(code);
}
