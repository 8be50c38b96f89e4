// Are coins named one by one, and is what is no coin refused where it was typed?
import { afterEach, expect, test, vi } from "vitest";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { assetSchema } from "#shared/domain/ids.ts";
import { CoinsField } from "./coins-field.tsx";

afterEach(takeDown);

const coin = (text: string) => assetSchema.parse(text);

test("a coin is added in upper case, left out again, and a wrong one is refused", () => {
  const onChange = vi.fn();
  const page = drawn(<CoinsField coins={[coin("BTC")]} targets={[coin("ETH")]} onChange={onChange} />);
  const input = page.find<HTMLInputElement>("input");
  const add = page.find<HTMLButtonElement>("button[type=submit]");
  typeInto(input, "sol");
  click(add);
  expect(onChange).toHaveBeenLastCalledWith(["BTC", "SOL"]);
  typeInto(input, "b t c");
  click(add);
  expect(page.box.textContent).toContain("Expected a coin's code, like BTC.");
  typeInto(input, "btc");
  click(add);
  expect(page.box.textContent).toContain("BTC is among them already.");
  expect(onChange).toHaveBeenCalledTimes(1);
  click(page.find("button[aria-label='Leave BTC out']"));
  expect(onChange).toHaveBeenLastCalledWith([]);
});

test("without any, those with a target are looked at", () => {
  const page = drawn(<CoinsField coins={[]} targets={[coin("BTC"), coin("ETH")]} onChange={() => undefined} />);
  expect(page.box.textContent).toContain("those with a target: BTC, ETH");
});
