// Which profile is on screen, and which others are there? Opens from the top of the rail.
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import type { Mode } from "#shared/domain/account.ts";
import { Icon } from "./icon.tsx";
import { ModePlate, type TestServers } from "./mode-plate.tsx";

export interface SwitcherProfile {
  readonly id: string;
  readonly name: string;
  /** "Priority 1". */
  readonly detail: string;
  readonly mode: Mode;
  readonly testServers?: TestServers | null;
  /** Value already written; shown in the list. */
  readonly value?: ReactNode;
}

export interface ProfileSwitcherProps {
  readonly profiles: readonly SwitcherProfile[];
  readonly activeId: string;
  readonly onSwitch: (id: string) => void;
  /** Shows all of them together. */
  readonly onAll: () => void;
  /** Opens the page on which each is set. */
  readonly onManage: () => void;
}

function Tile({ name }: { readonly name: string }) {
  return (
    <span className="tile" aria-hidden="true">
      {(Array.from(name.trim())[0] ?? "?").toUpperCase()}
    </span>
  );
}

export function ProfileSwitcher(props: ProfileSwitcherProps) {
  const active = props.profiles.find((profile) => profile.id === props.activeId);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="switch" title="Switch profile">
        <Tile name={active?.name ?? ""} />
        <span className="grow wide-only">
          <span className="semi trunc" style={{ display: "block", lineHeight: "16px" }}>
            {active?.name ?? "No profile"}
          </span>
          <span className="lab trunc" style={{ display: "block", lineHeight: "14px" }}>
            {active?.detail ?? ""}
          </span>
        </span>
        <Icon name="updown" size="small" className="t3 wide-only" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop menu" align="start" sideOffset={4} alignOffset={8} collisionPadding={8}>
          <DropdownMenu.Item className="menu-item" onSelect={props.onAll}>
            <Icon name="positions" size="small" />
            All profiles
          </DropdownMenu.Item>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.RadioGroup value={props.activeId} onValueChange={props.onSwitch}>
            {props.profiles.map((profile) => (
              <DropdownMenu.RadioItem key={profile.id} value={profile.id} className="menu-item profile-item">
                <Tile name={profile.name} />
                <span className="two">
                  <span className={profile.id === props.activeId ? "semi" : "med"}>{profile.name}</span>
                  <small>{profile.detail}</small>
                </span>
                <span className="end">
                  <span className="row">
                    <ModePlate mode={profile.mode} small testServers={profile.testServers} />
                  </span>
                  {profile.value === undefined ? null : <span className="num f11 t2">{profile.value}</span>}
                </span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={props.onManage}>
            <Icon name="settings" size="small" />
            Manage profiles
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
