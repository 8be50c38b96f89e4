// Child: how long does one pass take? Arguments: float64 | exact | decimal.js, then numbers of profiles and assets.
import { ensure } from "#shared/domain/assert.ts";
import { answer } from "../support/child.ts";
import { measureLoop } from "../support/measure-loop.ts";
import { ONE_PASS } from "./one-pass.ts";
import { planInput } from "./plan-input.ts";

const [arithmetic = "", profiles = "1", assets = "1"] = process.argv.slice(2);
const inputs = Array.from({ length: Number.parseInt(profiles, 10) }, (_, index) =>
  planInput(index + 1, 1, Number.parseInt(assets, 10)),
);
const pass = ensure(ONE_PASS[arithmetic], `arithmetic ${arithmetic}`)(inputs);
const ms = measureLoop(() => pass.run());
answer({ ms, ...pass.result() });
