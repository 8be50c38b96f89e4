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
  /** The last rows are drawn: more may be fetched. Told again after each change of the rows, so it must bear that. */
  readonly onNearEnd?: () => void;
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
  const { columns, rows, rowId, onOpen, onChoose, onSortChange, onNearEnd, density = "normal" } = props;
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
  // Rows that keep the order they came in need neither copy nor model: however many there are, only those seen cost anything.
  const sortable = columns.some((column) => column.sort !== undefined);
  const data = useMemo(() => (sortable ? [...rows] : []), [sortable, rows]);
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
  const model = table.getRowModel().rows;
  const count = rows.length;
  const rowAt = (index: number): Row | undefined => (sortable ? model[index]?.original : rows[index]);
  const virtual = count >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count,
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
  const indices = items?.map(({ index }) => index) ?? Array.from({ length: count }, (_, index) => index);
  const nearEnd = (indices.at(-1) ?? -1) >= count - OVERSCAN;
  useEffect(() => {
    if (nearEnd && count > 0) onNearEnd?.();
  }, [nearEnd, count, onNearEnd]);

  const activeIndex = useMemo(() => {
    if (activeId === undefined) return 0;
    const at = sortable
      ? model.findIndex(({ id }) => id === activeId)
      : rows.findIndex((row) => rowId(row) === activeId);
    return Math.max(0, at);
  }, [activeId, sortable, model, rows, rowId]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const row = box.current?.querySelector<HTMLElement>("tr[data-active]");
    if (row === null || row === undefined) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: virtual });
  });
  const goTo = (index: number) => {
    const within = Math.min(count - 1, Math.max(0, index));
    const target = rowAt(within);
    if (target === undefined) return;
    wantsFocus.current = true;
    setActiveId(rowId(target));
    if (virtual) virtualizer.scrollToIndex(within);
  };
  const press = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    // Keys pressed on a control inside a cell belong to that control.
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const step = STEPS[event.key];
    const row = rowAt(activeIndex);
    if (step !== undefined) goTo(activeIndex + step);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(count - 1);
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
        aria-rowcount={count + 1 + (hasTotal ? 1 : 0)}
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
          {indices.map((index) => {
            const row = rowAt(index);
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <DataTableRow
                key={id}
                id={id}
                row={row}
                index={index}
                columns={columns}
                active={interactive && index === activeIndex}
                interactive={interactive}
                chosen={id === props.chosenId}
                mark={props.rowMark?.(row)}
                onActivate={activate}
                onOpen={onOpen}
                onChoose={onChoose}
              />
            );
          })}
          {last === undefined ? null : (
            <Spacer height={virtualizer.getTotalSize() + HEAD_HEIGHT - last.end} columns={columns.length} />
          )}
        </tbody>
        {hasTotal ? (
          <tfoot>
            <tr aria-rowindex={count + 2}>
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
