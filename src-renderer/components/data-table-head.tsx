// What do the columns mean, and by which one are the rows in order?
import { classNames } from "#renderer/lib/class-names.ts";
import { Icon } from "./icon.tsx";
import type { DataColumn, SortChoice } from "./table-column.ts";

export interface DataTableHeadProps<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly sort: SortChoice | undefined;
  readonly onSort: (id: string) => void;
}

export function DataTableHead<Row>({ columns, sort, onSort }: DataTableHeadProps<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => {
          const direction = sort?.id === column.id ? sort.direction : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              className={classNames(column.align === "right" && "num")}
              aria-sort={column.sort === undefined ? undefined : (direction ?? "none")}
            >
              {column.sort === undefined ? (
                <span className={column.headHidden === true ? "sr" : undefined}>{column.head}</span>
              ) : (
                <button type="button" className="th-sort" onClick={() => onSort(column.id)}>
                  {column.head}
                  {direction === undefined ? null : (
                    <Icon name={direction === "ascending" ? "chevronUp" : "chevronDown"} size="tiny" />
                  )}
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
