// How is one row drawn? Again only when its own data changed: thousands of quotes a second touch few rows each.
import { type MouseEvent, memo } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import type { DataColumn } from "./table-column.ts";

/** `stale`: greyed, its age in one of the cells. `group`: a stronger rule above. */
export type RowMark = "stale" | "group";

export interface DataTableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly active: boolean;
  readonly interactive: boolean;
  readonly chosen: boolean;
  readonly mark: RowMark | undefined;
  readonly onActivate: (id: string) => void;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly onChoose: ((row: Row) => void) | undefined;
}

function PlainRow<Row>(props: DataTableRowProps<Row>) {
  const { row, interactive, onOpen, onChoose } = props;
  const click = (event: MouseEvent) => {
    // A press on a control inside a cell is meant for that control.
    if (event.target instanceof Element && event.target.closest("button, a, input, [role=slider]") !== null) return;
    props.onActivate(props.id);
    (onChoose ?? onOpen)?.(row);
  };
  return (
    <tr
      className={classNames(interactive && "pick", props.chosen && "sel", props.mark)}
      aria-rowindex={props.index + 2}
      aria-selected={onChoose === undefined ? undefined : props.chosen}
      tabIndex={interactive ? (props.active ? 0 : -1) : undefined}
      data-active={props.active ? "" : undefined}
      onClick={interactive ? click : undefined}
      onDoubleClick={onOpen === undefined || onChoose === undefined ? undefined : () => onOpen(row)}
      onFocus={interactive ? () => props.onActivate(props.id) : undefined}
    >
      {props.columns.map((column) => (
        <td
          key={column.id}
          className={classNames(column.align === "right" && "num", column.main && "main-col", column.className)}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

// memo hides the type parameter; the cast gives it back and changes nothing at run time.
export const DataTableRow = memo(PlainRow) as typeof PlainRow;
