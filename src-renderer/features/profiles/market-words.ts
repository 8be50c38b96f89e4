// How is the market of a profile called?
import type { Profile } from "#shared/domain/profile.ts";

export const MARKET_WORDS: Readonly<Record<Profile["source"], string>> = {
  simulated: "Simulated market",
  replay: "Replay of candles",
  real: "Live markets",
};
