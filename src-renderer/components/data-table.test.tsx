import { afterEach, describe, expect, it, vi } from "vitest";
import { DataTable, type DataTableProps } from "./data-table.tsx";
import type { DataColumn } from "./table-column.ts";
import { click, drawn, focus, press, takeDown } from "./testing.tsx";

afterEach(takeDown);

interface Holding {
  readonly asset: string;
  readonly value?: string;
}

const COLUMNS: readonly DataColumn<Holding>[] = [
  { id: "asset", head: "Asset", sort: { by: "text", value: (row) => row.asset }, cell: (row) => row.asset },
  {
    id: "value",
    head: "Value, USD",
    align: "right",
    sort: { by: "decimal", value: (row) => row.value },
    cell: (row) => row.value ?? "no value",
    total: "19.5",
  },
  { id: "act", head: "Act", headHidden: true, cell: () => <button type="button">act</button> },
];
const ROWS: readonly Holding[] = [
  { asset: "BTC", value: "9" },
  { asset: "XYZ" },
  { asset: "ETH", value: "10.5" },
  { asset: "ADA", value: "0.00000000000000000001" },
];

function table(more: Partial<DataTableProps<Holding>> = {}) {
  const screen = drawn(
    <DataTable label="Holdings" columns={COLUMNS} rows={ROWS} rowId={(row) => row.asset} {...more} />,
  );
  const rows = () => [...screen.box.querySelectorAll<HTMLElement>("tbody tr")];
  return {
    ...screen,
    rows,
    order: () => rows().map((row) => row.querySelector("td")?.textContent),
    head: (name: string) => {
      const found = [...screen.box.querySelectorAll<HTMLElement>("th")].find((th) => th.textContent === name);
      if (found === undefined) throw new Error(`No head ${name}`);
      return found;
    },
  };
}

describe("sorting", () => {
  it("keeps the given order until asked", () => {
    expect(table().order()).toEqual(["BTC", "XYZ", "ETH", "ADA"]);
  });
  it("orders decimals exactly, largest first, then turns round; what is unknown is last both times", () => {
    const { head, order } = table();
    click(head("Value, USD").querySelector("button") ?? head("Value, USD"));
    expect(order()).toEqual(["ETH", "BTC", "ADA", "XYZ"]);
    expect(head("Value, USD").getAttribute("aria-sort")).toBe("descending");
    click(head("Value, USD").querySelector("button") ?? head("Value, USD"));
    expect(order()).toEqual(["ADA", "BTC", "ETH", "XYZ"]);
    expect(head("Value, USD").getAttribute("aria-sort")).toBe("ascending");
    expect(head("Asset").getAttribute("aria-sort")).toBe("none");
  });
  it("starts as told, orders text from A and tells who asks", () => {
    const onSortChange = vi.fn();
    const { head, order } = table({ initialSort: { id: "value", direction: "descending" }, onSortChange });
    expect(order()[0]).toBe("ETH");
    click(head("Asset").querySelector("button") ?? head("Asset"));
    expect(order()).toEqual(["ADA", "BTC", "ETH", "XYZ"]);
    expect(onSortChange).toHaveBeenCalledWith({ id: "asset", direction: "ascending" });
  });
  it("a column without a sort has neither button nor aria-sort", () => {
    const { head } = table();
    expect(head("Act").querySelector("button")).toBeNull();
    expect(head("Act").hasAttribute("aria-sort")).toBe(false);
  });
});

describe("keyboard", () => {
  it("one row takes Tab, arrows move it and stop at the ends", () => {
    const { rows } = table({ onOpen: vi.fn() });
    expect(rows().map((row) => row.tabIndex)).toEqual([0, -1, -1, -1]);
    focus(rows()[0]);
    press(rows()[0] as HTMLElement, "ArrowDown");
    expect(document.activeElement).toBe(rows()[1]);
    press(rows()[1] as HTMLElement, "End");
    expect(document.activeElement).toBe(rows()[3]);
    press(rows()[3] as HTMLElement, "ArrowDown");
    expect(document.activeElement).toBe(rows()[3]);
    press(rows()[3] as HTMLElement, "Home");
    expect(document.activeElement).toBe(rows()[0]);
    expect(rows().map((row) => row.tabIndex)).toEqual([0, -1, -1, -1]);
  });
  it("Enter opens, Space chooses, repeats do not", () => {
    const onOpen = vi.fn();
    const onChoose = vi.fn();
    const { rows } = table({ onOpen, onChoose, chosenId: "ETH" });
    press(rows()[0] as HTMLElement, "Enter");
    press(rows()[0] as HTMLElement, "Enter", { repeat: true });
    expect(onOpen.mock.calls).toEqual([[ROWS[0]]]);
    expect(press(rows()[0] as HTMLElement, " ").defaultPrevented).toBe(true);
    expect(onChoose.mock.calls).toEqual([[ROWS[0]]]);
    expect(rows().map((row) => row.getAttribute("aria-selected"))).toEqual(["false", "false", "true", "false"]);
  });
  it("a control inside a cell keeps its own keys and clicks", () => {
    const onOpen = vi.fn();
    const { find } = table({ onOpen });
    press(find("td button"), "Enter");
    click(find("td button"));
    expect(onOpen).not.toHaveBeenCalled();
  });
  it("new data keeps focus and place", () => {
    const props = { label: "Holdings", columns: COLUMNS, rowId: (row: Holding) => row.asset, onOpen: vi.fn() };
    const screen = drawn(<DataTable {...props} rows={ROWS} />);
    const second = screen.box.querySelectorAll<HTMLElement>("tbody tr")[1];
    focus(second);
    screen.draw(<DataTable {...props} rows={[{ asset: "NEW", value: "1" }, ...ROWS]} />);
    expect(document.activeElement?.querySelector("td")?.textContent).toBe("XYZ");
  });
});

describe("form", () => {
  it("is a plain table without actions and a grid with them", () => {
    expect(table().find("table").getAttribute("role")).toBeNull();
    expect(table({ onOpen: vi.fn() }).find("table").getAttribute("role")).toBe("grid");
  });
  it("has a total row and counts its rows for assistive technology", () => {
    const { find } = table({ totalLabel: "Total" });
    expect(find("tfoot").textContent).toBe("Total19.5");
    expect(find("table").getAttribute("aria-rowcount")).toBe("6");
    expect(find("tbody tr").getAttribute("aria-rowindex")).toBe("2");
  });
  it("draws only the part of a long list that is seen, with room for the rest", () => {
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(320);
    const rows = Array.from({ length: 5_000 }, (_, index) => ({ asset: `A${index}`, value: String(index) }));
    const { box, find } = table({ rows });
    const seen = box.querySelectorAll("tbody tr:not(.spacer)").length;
    expect(seen).toBeGreaterThanOrEqual(10);
    expect(seen).toBeLessThan(60);
    expect(find(".spacer td").style.height).toBe(`${(5_000 - seen) * 32}px`);
    expect(find("table").getAttribute("aria-rowcount")).toBe("5001");
  });
});

describe("rows that keep the order they came in", () => {
  const PLAIN = COLUMNS.map(({ sort: _, ...column }) => column);

  it("are walked by keyboard and opened like any others", () => {
    const onChoose = vi.fn();
    const { rows, order } = table({ columns: PLAIN, onChoose });
    expect(order()).toEqual(["BTC", "XYZ", "ETH", "ADA"]);
    focus(rows()[0]);
    press(rows()[0] ?? document.body, "End");
    expect(document.activeElement).toBe(rows()[3]);
    press(rows()[3] ?? document.body, "Enter");
    expect(onChoose).toHaveBeenCalledExactlyOnceWith(ROWS[3]);
  });

  it("tell when the last is drawn, again only after more have come", () => {
    const onNearEnd = vi.fn();
    const { draw } = table({ columns: PLAIN, onNearEnd });
    expect(onNearEnd).toHaveBeenCalledOnce();
    const more = [...ROWS, { asset: "DOT" }];
    const again = (
      <DataTable label="Holdings" columns={PLAIN} rows={more} rowId={(row) => row.asset} onNearEnd={onNearEnd} />
    );
    draw(again);
    draw(again);
    expect(onNearEnd).toHaveBeenCalledTimes(2);
  });
});
