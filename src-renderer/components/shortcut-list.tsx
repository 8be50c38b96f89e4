// Which keys do what? The list behind `?`.
import { Dialog } from "./dialog.tsx";
import { KeyHint } from "./kbd.tsx";

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

export interface ShortcutListProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly groups: readonly ShortcutGroup[];
}

export function ShortcutList({ open, onClose, groups }: ShortcutListProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title="Keyboard"
      description="Single letters work while no field has the focus."
      foot={<KeyHint keys={["Esc"]}>close</KeyHint>}
    >
      <div className="keys">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <ul>
              {group.shortcuts.map((shortcut) => (
                <li key={shortcut.does}>
                  {shortcut.does}
                  <span className="end">
                    <KeyHint keys={shortcut.keys} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
