// Does each contradiction in a method's settings name the field and both sides?
import { expect, it } from "vitest";
import { targetMethodSchema } from "#shared/domain/target-method.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { computeMethodConflict } from "./compute-method-conflict.ts";

const CASH = [asset("USD"), asset("USDC")];
const BASE = { method: "equal", assets: ["BTC", "ETH", "SOL"] };
const groups = (...shares: readonly (string | undefined)[]) =>
  [["BTC"], ["ETH", "SOL"]].map((assets, index) => ({ name: `g${index}`, assets, share: shares[index] }));

it.each([
  [{ method: "equal", assets: [] }, "assets", "The method has no assets to share out among: name some."],
  [{ method: "equal", assets: ["BTC", "BTC"] }, "assets", "BTC stands twice among the assets."],
  [
    { method: "equal", assets: ["BTC", "USDC"] },
    "assets",
    "USDC counts as cash: set the share of cash instead of naming it as an asset.",
  ],
  [{ ...BASE, cashShare: "1" }, "cashShare", "A cash share of 1 leaves nothing to share out: it must be below 1."],
  [{ ...BASE, caps: { BTC: "0.12345678901" } }, "caps.BTC", "0.12345678901 has more than 10 places."],
  [{ ...BASE, caps: { XRP: "0.5" } }, "caps.XRP", "XRP is not among the method's assets."],
  [{ ...BASE, tilts: { XRP: { tilt: "0.1", bound: "0.1" } } }, "tilts.XRP", "XRP is not among the method's assets."],
  [
    { ...BASE, caps: { BTC: "0.2" }, floors: { BTC: "0.3" } },
    "floors.BTC",
    "The floor of BTC (0.3) is above its cap (0.2).",
  ],
  [
    { ...BASE, floors: { BTC: "0.6", ETH: "0.35" }, cashShare: "0.1" },
    "floors",
    "The floors sum to 0.95 (BTC 0.6, ETH 0.35), but only 0.9 is shared out beside a cash share of 0.1.",
  ],
  [
    { ...BASE, caps: { BTC: "0.3", ETH: "0.3", SOL: "0.3" } },
    "caps",
    "The caps sum to 0.9 (BTC 0.3, ETH 0.3, SOL 0.3), but 1 is to be shared out.",
  ],
  [{ ...BASE, groups: groups().slice(1) }, "groups", "BTC stands in no group."],
  [{ ...BASE, groups: [...groups(), { name: "g0", assets: ["BTC"] }] }, "groups.2.name", "Two groups are called g0."],
  [
    { ...BASE, groups: [...groups(), { name: "g2", assets: ["BTC"] }] },
    "groups.2.assets",
    "BTC stands in g0 and again in g2.",
  ],
  [
    { ...BASE, groups: [...groups(), { name: "g2", assets: ["XRP"] }] },
    "groups.2.assets",
    "XRP of group g2 is not among the method's assets.",
  ],
  [
    { ...BASE, groupMethod: "fixed", groups: groups("0.5") },
    "groups.1.share",
    "Group g1 has no share, which fixed groups need.",
  ],
  [
    { ...BASE, groupMethod: "fixed", groups: groups("0.5", "0.4") },
    "groups",
    "The groups' shares sum to 0.9; they must sum to 1.",
  ],
  [
    { ...BASE, groupMethod: "fixed", groups: groups("0.5", "0.5"), caps: { BTC: "0.4" } },
    "groups.0.share",
    "The share of group g0 (0.5 of the portfolio) is above the sum of its assets' caps (0.4).",
  ],
  [
    { ...BASE, groupMethod: "fixed", groups: groups("0.5", "0.5"), floors: { ETH: "0.3", SOL: "0.3" } },
    "groups.1.share",
    "The share of group g1 (0.5 of the portfolio) is below the sum of its assets' floors (0.6).",
  ],
])("%j: %s", (settings, path, message) => {
  expect(computeMethodConflict(targetMethodSchema.parse(settings), CASH)).toEqual({ path, message });
});

it("finds none where there is none, and looks at nothing while targets are set by hand", () => {
  expect(computeMethodConflict(targetMethodSchema.parse(BASE), CASH)).toBeNull();
  expect(computeMethodConflict(targetMethodSchema.parse({ caps: { BTC: "0.1" } }), CASH)).toBeNull();
});
