// Child: how long does the product's planner take, on its own arithmetic or with another in its place?
// Arguments: exact | float64 | decimal.js, pass | whole, then numbers of profiles, venues and assets.
import { registerHooks } from "node:module";
import { answer } from "../support/child.ts";

const STAND_INS: Readonly<Record<string, string>> = {
  float64: new URL("./float-decimal.ts", import.meta.url).href,
  "decimal.js": new URL("./decimal-js-decimal.ts", import.meta.url).href,
};

const [arithmetic = "", part, ...sizes] = process.argv.slice(2);
const standIn = STAND_INS[arithmetic];
if (standIn !== undefined) {
  registerHooks({
    resolve: (specifier, context, next) => {
      const isDecimal = specifier.endsWith("/domain/decimal.ts") || specifier === "./decimal.ts";
      // The stand-in itself builds on the real one's schemas.
      return next(isDecimal && context.parentURL !== standIn ? standIn : specifier, context);
    },
  });
}
const { measurePass, measureWhole } = await import("./measure-planner.ts");
const [profiles = 1, venues = 1, assets = 1] = sizes.map((size) => Number.parseInt(size, 10));
const shape = { profiles, venues, assets };
answer(part === "pass" ? measurePass(shape) : await measureWhole(shape));
