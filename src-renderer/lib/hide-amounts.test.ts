import { describe, expect, it } from "vitest";
import { hideAmountsIn } from "./hide-amounts.ts";

describe("sentences in privacy mode", () => {
  it.each([
    [
      "−$14,685 on $114,675 net invested; over 10.0% calls for a review.",
      "•••••• on •••••• net invested; over 10.0% calls for a review.",
    ],
    ["22.7% against 15.0%, band ±5.0. Sell 54.2 SOL.", "22.7% against 15.0%, band ±5.0. Sell •••••• SOL."],
    ["8 legs, turnover 26,100.25 USD", "8 legs, turnover •••••• USD"],
    ["Nothing new: 2 suggestions stay open.", "Nothing new: 2 suggestions stay open."],
    ["Version 0.1.0, headless shell", "Version 0.1.0, headless shell"],
    ["4 orders, cost 28.883685057", "4 orders, cost ••••••"],
    ["buy 0.7512 ETH/USD at 3295.93", "buy •••••• ETH/USD at 3295.93"],
    ["", ""],
  ])("%s", (sentence, shown) => {
    expect(hideAmountsIn(sentence)).toBe(shown);
  });
});
