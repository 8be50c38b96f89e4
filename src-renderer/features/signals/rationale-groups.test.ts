// Does every number of a signal stand under what it belongs to, once?
import { expect, test } from "vitest";
import { groupRationale, shortValue } from "./rationale-groups.ts";

const row = (name: string, value = "1") => ({ name, value, needs: null, passed: null });

test("a strategy's inputs stand under it by their own names, everything else under the signal", () => {
  const rows = [
    row("Direction"),
    row("agreement"),
    row("Entropy gate, weight 0.25", "abstains: Shut"),
    row("Entropy gate: Shannon entropy, rank", "0.7"),
    row("Cycle wheel, weight 0.1", "0.3: Ascent"),
    row("Cycle wheel: angle: degrees", "70"),
    row("Elsewhere: an input", "5"),
  ];
  expect(groupRationale(rows)).toEqual([
    { title: null, said: null, rows: [row("Direction"), row("agreement"), row("Elsewhere: an input", "5")] },
    { title: "Entropy gate, weight 0.25", said: "abstains: Shut", rows: [row("Shannon entropy, rank", "0.7")] },
    { title: "Cycle wheel, weight 0.1", said: "0.3: Ascent", rows: [row("angle: degrees", "70")] },
  ]);
  expect(groupRationale([])).toEqual([]);
});

test("a number next to nothing is not written out; any other stands as it is told", () => {
  expect(shortValue("0.00000000000000000368701")).toBe("under 0.000001");
  expect(shortValue("\u22120.0000000123")).toBe("under 0.000001");
  for (const value of ["0.00000123", "0", "0.000606643", "n/a", "70"]) expect(shortValue(value)).toBe(value);
});
