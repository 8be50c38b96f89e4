// How are many rows shown: sortable, walked by keyboard, drawn only where they are seen?
import { useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import { DataTableHead } from "./data-table-head.tsx";
import { DataTableRow, type RowMark } from "./data-table-row.tsx";
import {
  compareRows,
  type DataColumn,
  type SortChoice,
  sortingFeatures,
  sortKey,
  toSortChoice,
  toSortingState,
} from "./table-column.ts";

export interface DataTableProps<Row extends object> {
  /** Name of the table for assistive technology. */
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly initialSort?: SortChoice;
  readonly onSortChange?: (sort: SortChoice | undefined) => void;
  readonly density?: "dense" | "normal" | "comfortable";
  /** Height of a row in px where it is not the density's (two-line rows: 46). */
  readonly rowHeight?: number;
  /** Enter or double click. With it or onChoose, rows take focus. */
  readonly onOpen?: (row: Row) => void;
  /** Space or click. */
  readonly onChoose?: (row: Row) => void;
  readonly chosenId?: string | undefined;
  readonly rowMark?: (row: Row) => RowMark | undefined;
  /** Name of the total row; its cells come from the columns. */
  readonly totalLabel?: string;
  readonly className?: string;
}

const HEIGHTS = { dense: 26, normal: 32, comfortable: 36 } as const;
/** Fewer rows than this are all drawn: nothing is gained by leaving some out. */
const VIRTUAL_FROM = 120;
const OVERSCAN = 12;
const HEAD_HEIGHT = 28;
const PAGE = 10;

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, onOpen, onChoose, onSortChange, density = "normal" } = props;
  const [sort, setSort] = useState(props.initialSort);
  const [activeId, setActiveId] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const interactive = onOpen !== undefined || onChoose !== undefined;
  const height = props.rowHeight ?? HEIGHTS[density];

  const defs = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => sortKey(column, row),
        header: column.head,
        enableSorting: column.sort !== undefined,
        sortDescFirst: column.sort !== undefined && column.sort.by !== "text",
        sortFn: compareRows,
        sortUndefined: "last" as const,
      })),
    [columns],
  );
  const data = useMemo(() => [...rows], [rows]);
  const sorting = useMemo(() => toSortingState(sort), [sort]);
  const table = useTable({
    features: sortingFeatures,
    columns: defs,
    data,
    getRowId: rowId,
    state: { sorting },
    enableSortingRemoval: false,
    enableMultiSort: false,
    onSortingChange: (updater) => {
      const next = toSortChoice(typeof updater === "function" ? updater(sorting) : updater);
      setSort(next);
      onSortChange?.(next);
    },
  });
  const sorted = table.getRowModel().rows;
  const virtual = sorted.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: sorted.length,
    enabled: virtual,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    // The head and the total stick over the rows: a row is in view only between them.
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollPaddingEnd: props.totalLabel === undefined ? 0 : height + 1,
  });
  const items = virtual ? virtualizer.getVirtualItems() : undefined;
  const first = items?.[0];
  const last = items?.[items.length - 1];
  const shown = items === undefined ? sorted : items.flatMap((item) => sorted[item.index] ?? []);
  const offset = first?.index ?? 0;

  const activeIndex = Math.max(
    0,
    sorted.findIndex((row) => row.id === activeId),
  );
  useEffect(() => {
    if (!wantsFocus.current) return;
    const row = box.current?.querySelector<HTMLElement>("tr[data-active]");
    if (row === null || row === undefined) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: virtual });
  });
  const goTo = (index: number) => {
    const target = sorted[Math.min(sorted.length - 1, Math.max(0, index))];
    if (target === undefined) return;
    wantsFocus.current = true;
    setActiveId(target.id);
    if (virtual) virtualizer.scrollToIndex(sorted.indexOf(target));
  };
  const press = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    // Keys pressed on a control inside a cell belong to that control.
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const step = STEPS[event.key];
    const row = sorted[activeIndex]?.original;
    if (step !== undefined) goTo(activeIndex + step);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(sorted.length - 1);
    else if (event.key === "Enter" && row !== undefined && !event.repeat) (onOpen ?? onChoose)?.(row);
    else if (event.key === " " && row !== undefined && !event.repeat) (onChoose ?? onOpen)?.(row);
    else return;
    event.preventDefault();
  };
  const activate = useCallback((id: string) => setActiveId(id), []);

  const hasTotal = props.totalLabel !== undefined;
  return (
    <div
      ref={box}
      className={classNames("table-box grow", density !== "normal" && density, props.className)}
      style={{ "--row-h": `${height}px` }}
      tabIndex={interactive ? -1 : 0}
    >
      <table
        aria-label={props.label}
        role={interactive ? "grid" : undefined}
        aria-rowcount={sorted.length + 1 + (hasTotal ? 1 : 0)}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <DataTableHead
          columns={columns}
          sort={sort}
          onSort={(id) => table.getColumn(id)?.toggleSorting(undefined, false)}
        />
        <tbody onKeyDown={interactive ? press : undefined}>
          {first === undefined ? null : <Spacer height={first.start - HEAD_HEIGHT} columns={columns.length} />}
          {shown.map((row, index) => (
            <DataTableRow
              key={row.id}
              id={row.id}
              row={row.original}
              index={offset + index}
              columns={columns}
              active={interactive && offset + index === activeIndex}
              interactive={interactive}
              chosen={row.id === props.chosenId}
              mark={props.rowMark?.(row.original)}
              onActivate={activate}
              onOpen={onOpen}
              onChoose={onChoose}
            />
          ))}
          {last === undefined ? null : (
            <Spacer height={virtualizer.getTotalSize() + HEAD_HEIGHT - last.end} columns={columns.length} />
          )}
        </tbody>
        {hasTotal ? (
          <tfoot>
            <tr aria-rowindex={sorted.length + 2}>
              {columns.map((column, index) => (
                <td key={column.id} className={column.align === "right" ? "num" : undefined}>
                  {index === 0 ? props.totalLabel : column.total}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

/** Stands for the rows that are not drawn. */
function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  return height <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row that cannot take the focus.
    <tr className="spacer" aria-hidden="true">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
