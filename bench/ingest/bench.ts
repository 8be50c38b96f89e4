// What does a price cost from the socket to the conflated batch, is each accounted for, and does the engine's thread stay free?
import type { Bench } from "../support/bench.ts";
import { measureEngine } from "./engine-bench.ts";
import { measureStreams } from "./stream-bench.ts";

export const ingestBench: Bench = {
  name: "ingest",
  title: "frames of four venues from the socket to the prices, and the engine alone at 5,000 quotes a second",
  async run() {
    const streams = await measureStreams();
    const engine = await measureEngine();
    return {
      figures: [...streams.figures, ...engine.figures],
      goals: [...streams.goals, ...engine.goals],
      growth: [...streams.growth, ...engine.growth],
      notes: [...streams.notes, ...engine.notes],
    };
  },
};
