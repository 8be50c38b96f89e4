// How is every action and screen reached by typing? Nothing here sends an order: such commands open the plan first.
import { Command } from "cmdk";
import { Dialog as RadixDialog } from "radix-ui";
import { useState } from "react";
import type { Mode } from "#shared/domain/account.ts";
import { Icon, type IconName } from "./icon.tsx";
import { KeyHint } from "./kbd.tsx";
import { ModePlate, type TestServers } from "./mode-plate.tsx";

export interface PaletteCommand {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** A few words more, grey. */
  readonly detail?: string;
  readonly icon?: IconName;
  readonly keys?: readonly string[];
  /** Other words people may type for it. */
  readonly keywords?: readonly string[];
  readonly disabled?: boolean;
  readonly onRun: () => void;
}

export interface CommandPaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly commands: readonly PaletteCommand[];
  readonly profileName?: string;
  readonly mode?: Mode;
  readonly testServers?: TestServers | null;
}

/** The part of a label that was typed, marked; matches of scattered letters are left unmarked. */
function MarkedLabel({ label, typed }: { readonly label: string; readonly typed: string }) {
  const at = typed === "" ? -1 : label.toLowerCase().indexOf(typed.toLowerCase());
  if (at < 0) return <span className="med nowrap">{label}</span>;
  return (
    <span className="med nowrap">
      {label.slice(0, at)}
      <mark>{label.slice(at, at + typed.length)}</mark>
      {label.slice(at + typed.length)}
    </span>
  );
}

/** Whole words first, then parts of words; letters that only occur somewhere do not count. */
function score(value: string, search: string, keywords?: readonly string[]): number {
  const wanted = search.trim().toLowerCase();
  const text = [value, ...(keywords ?? [])].join(" ").toLowerCase();
  if (wanted === "") return 1;
  if (text.startsWith(wanted)) return 1;
  if (text.includes(` ${wanted}`)) return 0.9;
  return wanted.split(/\s+/).every((word) => text.includes(word)) ? 0.6 : 0;
}

export function CommandPalette({
  open,
  onClose,
  commands,
  profileName,
  mode,
  testServers = null,
}: CommandPaletteProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="overlay" />
        <RadixDialog.Content className="dialog palette" aria-describedby={undefined}>
          <RadixDialog.Title className="sr">Command palette</RadixDialog.Title>
          <PaletteBody
            commands={commands}
            onClose={onClose}
            testServers={testServers}
            {...(profileName === undefined ? {} : { profileName })}
            {...(mode === undefined ? {} : { mode })}
          />
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function PaletteBody({ commands, onClose, profileName, mode, testServers }: Omit<CommandPaletteProps, "open">) {
  const [typed, setTyped] = useState("");
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Command label="Commands" filter={score} loop>
      <div className="palette-field">
        <Icon name="search" />
        <Command.Input value={typed} onValueChange={setTyped} placeholder="Search actions and screens" />
        {profileName === undefined ? null : <span className="chip mut">{profileName}</span>}
        {mode === undefined ? null : <ModePlate mode={mode} small testServers={testServers} />}
      </div>
      <Command.List className="palette-list" label="Results">
        <Command.Empty className="palette-none">
          Nothing is called that. Try a screen, an asset or a deed.
        </Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group} heading={group}>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <Command.Item
                  key={command.id}
                  className="palette-item"
                  value={`${command.label} ${command.id}`}
                  keywords={[...(command.keywords ?? [])]}
                  disabled={command.disabled === true}
                  onSelect={() => {
                    onClose();
                    command.onRun();
                  }}
                >
                  {command.icon === undefined ? <span style={{ width: 16 }} /> : <Icon name={command.icon} />}
                  <MarkedLabel label={command.label} typed={typed.trim()} />
                  {command.detail === undefined ? null : <span className="t3 f12 trunc">{command.detail}</span>}
                  <span className="end">{command.keys === undefined ? null : <KeyHint keys={command.keys} />}</span>
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
      <div className="palette-foot">
        <KeyHint keys={["Enter"]}>run</KeyHint>
        <KeyHint keys={["Esc"]}>close</KeyHint>
        <span className="end">Commands that send orders always open the plan first</span>
      </div>
    </Command>
  );
}
