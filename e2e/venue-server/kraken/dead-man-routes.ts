// How does Kraken cancel every order of an account of which nothing is heard any more?
// "Cancel All Orders After X": times in whole seconds, rounded up; the trigger is "0" once the timer was ended.
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { KrakenCall, KrakenRoute } from "./kraken-call.ts";
import { invalid } from "./kraken-refusal.ts";
import { CALL_COST } from "./quirks.ts";

/** The greatest time-out that is taken, in seconds. */
const MOST_SECONDS = 86_400;

export const DEAD_MAN_ROUTES: readonly KrakenRoute[] = [
  {
    method: "POST",
    path: "/0/private/CancelAllOrdersAfter",
    weight: CALL_COST,
    permission: "modify-trades|close-trades",
    handler: cancelAllAfter,
  },
];

function cancelAllAfter({ account, params, now, timers }: KrakenCall) {
  const text = params.get("timeout") ?? "";
  const timeout = Number(text);
  if (!/^\d+$/.test(text) || timeout >= MOST_SECONDS) throw invalid("timeout");
  timers.set(account, timeout === 0 ? null : unixMs(now + timeout * 1_000));
  return {
    currentTime: wholeSeconds(now),
    triggerTime: timeout === 0 ? "0" : wholeSeconds(unixMs(now + timeout * 1_000)),
  };
}

function wholeSeconds(time: UnixMs): string {
  return new Date(Math.ceil(time / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
}
