import { expect, it } from "vitest";
import { isPassingRefusal } from "./compute-passing-refusal.ts";

it("knows what is about us and the moment, and what is about the order", () => {
  const passing = [
    "RATE_LIMITED",
    "EOrder:Rate limit exceeded",
    "EGeneral:Temporary lockout",
    "EService:Unavailable",
    "-1003",
    "-1015",
    "RATE_LIMIT_EXCEEDED",
    "429",
    "ECONNREFUSED",
    "VENUE_MAINTENANCE",
    "NOT_SENT",
  ];
  expect(passing.filter((code) => !isPassingRefusal(code))).toEqual([]);
  const real = ["-2010", "-1013", "EOrder:Insufficient funds", "POST_ONLY_WOULD_CROSS", "MIN_NOTIONAL", "4290", ""];
  expect(real.filter(isPassingRefusal)).toEqual([]);
});
