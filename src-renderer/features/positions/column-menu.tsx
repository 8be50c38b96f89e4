// Which columns should the table have?
import { Button } from "#renderer/components/button.tsx";
import { Menu } from "#renderer/components/menu.tsx";
import { COLUMN_LABELS, COLUMN_NAMES } from "./column-choice.ts";
import type { ColumnChoice } from "./use-column-choice.ts";

export interface ColumnMenuProps {
  readonly choice: ColumnChoice;
}

export function ColumnMenu({ choice }: ColumnMenuProps) {
  return (
    <Menu
      trigger={<Button icon="columns">Columns</Button>}
      entries={[
        ...COLUMN_NAMES.map((name) => ({
          id: name,
          label: COLUMN_LABELS[name],
          checked: choice.chosen.includes(name),
          onSelect: () => choice.toggle(name),
        })),
        {
          id: "reset",
          label: "What fits the window",
          icon: "undo" as const,
          startsGroup: true,
          disabled: choice.isDefault,
          onSelect: choice.reset,
        },
      ]}
    />
  );
}
