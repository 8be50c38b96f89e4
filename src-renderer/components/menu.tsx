// Which less common actions are there for this thing? A menu behind a button.
import { DropdownMenu } from "radix-ui";
import { Fragment, type ReactElement } from "react";
import { Icon, type IconName } from "./icon.tsx";
import { Kbd } from "./kbd.tsx";

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly kbd?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Puts a line above, between groups. */
  readonly startsGroup?: boolean;
  /** For an entry that is on or off (column choice): the menu stays open. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** The button that opens it; must take a ref (Button and IconButton do). */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: "start" | "end";
}

export function Menu({ trigger, entries, align = "end" }: MenuProps) {
  return (
    // Not modal: the screen behind stays what it is for assistive technology, and a click beside the menu still counts.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop menu" align={align} sideOffset={6} collisionPadding={8}>
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry.startsGroup === true ? <DropdownMenu.Separator className="menu-line" /> : null}
              <MenuRow entry={entry} />
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function MenuRow({ entry }: { readonly entry: MenuEntry }) {
  const className = entry.danger === true ? "menu-item danger" : "menu-item";
  const disabled = entry.disabled === true;
  if (entry.checked !== undefined) {
    return (
      <DropdownMenu.CheckboxItem
        className={className}
        disabled={disabled}
        checked={entry.checked}
        onCheckedChange={entry.onSelect}
        onSelect={(event) => event.preventDefault()}
      >
        <span className="check" data-state={entry.checked ? "checked" : "unchecked"} aria-hidden="true">
          {entry.checked ? <Icon name="check" size="tiny" /> : null}
        </span>
        {entry.label}
      </DropdownMenu.CheckboxItem>
    );
  }
  return (
    <DropdownMenu.Item className={className} disabled={disabled} onSelect={entry.onSelect}>
      {entry.icon === undefined ? null : <Icon name={entry.icon} size="small" />}
      {entry.label}
      {entry.kbd === undefined ? null : (
        <span className="end">
          <Kbd>{entry.kbd}</Kbd>
        </span>
      )}
    </DropdownMenu.Item>
  );
}
