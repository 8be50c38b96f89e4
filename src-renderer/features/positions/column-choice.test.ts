import { describe, expect, it } from "vitest";
import {
  COLUMN_NAMES,
  defaultColumns,
  forgetColumns,
  readColumns,
  shownColumns,
  toggleColumn,
  writeColumns,
} from "./column-choice.ts";

function memoryStorage() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
}

describe("column choice", () => {
  it("shows every column on a wide window and fewer on a narrow one", () => {
    expect(defaultColumns(true)).toEqual(COLUMN_NAMES);
    expect(defaultColumns(false)).not.toContain("realized");
  });

  it("keeps the table's order whatever was ticked last", () => {
    expect(toggleColumn(["value", "sparkline"], "quantity")).toEqual(["quantity", "value", "sparkline"]);
    expect(toggleColumn(["quantity", "value"], "value")).toEqual(["quantity"]);
  });

  it("is remembered, and forgotten on request", () => {
    const storage = memoryStorage();
    expect(readColumns(storage)).toBeNull();
    writeColumns(storage, ["value", "drift"]);
    expect(readColumns(storage)).toEqual(["value", "drift"]);
    writeColumns(storage, []);
    expect(readColumns(storage)).toEqual([]);
    forgetColumns(storage);
    expect(readColumns(storage)).toBeNull();
  });

  it("ignores remembered names that no longer exist", () => {
    const storage = memoryStorage();
    storage.setItem("schwabot.positions.columns", "value constructor gone");
    expect(readColumns(storage)).toEqual(["value"]);
  });

  it("leaves out what speaks of the whole asset while one venue is chosen", () => {
    expect(shownColumns(["quantity", "value", "drift", "realized"], true)).toEqual(["quantity", "value"]);
    expect(shownColumns(["quantity", "drift"], false)).toEqual(["quantity", "drift"]);
  });
});
