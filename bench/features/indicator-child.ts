// Child: how long does one indicator take over a whole history? Arguments: ours | floor | library, the feature's name, how many candles.
import type { CandleColumns } from "#engine/signals/features/compute-candle-columns.ts";
import { computeFeatures } from "#engine/signals/features/compute-features.ts";
import { ensure } from "#shared/domain/assert.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { answer } from "../support/child.ts";
import { measureLoop } from "../support/measure-loop.ts";
import { FLOORS } from "./floors.ts";
import { PEERS } from "./peers.ts";

const [variant = "", name = "", count = "1000"] = process.argv.slice(2);
const candles = hourlyCandles(Number.parseInt(count, 10));
// What stands still for a while is a case of its own that floors do not treat.
keepMoving(candles);

function keepMoving({ high, low, close, volume }: CandleColumns): void {
  for (let bar = 0; bar < close.length; bar += 1) {
    const share = 1 + (bar % 7) / 1_000;
    high[bar] = (high[bar] as number) * share; // as long as itself
    low[bar] = (low[bar] as number) / share;
    volume[bar] = (volume[bar] as number) + 1;
  }
}

function runOf(): () => unknown {
  const known = ensure(Object.keys(FLOORS).find((one) => one === name) as keyof typeof FLOORS | undefined, name); // one of its keys
  if (variant === "floor") return () => FLOORS[known](candles);
  if (variant === "library") return PEERS[known](candles);
  return () => computeFeatures(candles, [known]);
}

answer({ ms: measureLoop(runOf()) });
