// What must be answered before going on? Focus starts on the safe button, Escape closes and gives focus back.
import { Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, type RefObject, useRef } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import type { Mode } from "#shared/domain/account.ts";
import { Button } from "./button.tsx";
import { ModePlate, type TestServers } from "./mode-plate.tsx";

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence for assistive technology and the eye; more goes into children. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly foot?: ReactNode;
  /** Where focus starts: the safe control. The dialog itself when left out. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly wide?: boolean;
  /** Shown beside the title when the answer touches a profile's money. */
  readonly mode?: Mode;
  readonly testServers?: TestServers | null;
  readonly profileName?: string;
}

export function Dialog(props: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <RadixDialog.Root open={props.open} onOpenChange={(open) => (open ? undefined : props.onClose())}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="overlay" />
        <RadixDialog.Content
          ref={content}
          className={classNames("dialog centered", props.wide && "wide")}
          {...(props.description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (props.initialFocus?.current ?? content.current)?.focus();
          }}
        >
          <div className="dialog-head">
            <RadixDialog.Title asChild>
              <h2>{props.title}</h2>
            </RadixDialog.Title>
            <span className="grow" />
            {props.profileName === undefined ? null : <span className="chip mut">{props.profileName}</span>}
            {props.mode === undefined ? null : <ModePlate mode={props.mode} small testServers={props.testServers} />}
          </div>
          <div className="dialog-body">
            {props.description === undefined ? null : (
              <RadixDialog.Description asChild>
                <div>{props.description}</div>
              </RadixDialog.Description>
            )}
            {props.children}
          </div>
          {props.foot === undefined ? null : <div className="dialog-foot">{props.foot}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will be lost, and what can be undone. */
  readonly description: ReactNode;
  /** The safe way out, like "Keep it". Focus starts there. */
  readonly safeLabel: string;
  /** The deed, like "Archive". */
  readonly deedLabel: string;
  readonly onSafe: () => void;
  readonly onDeed: () => void;
  /** The deed loses something; false for a neutral question. */
  readonly destructive?: boolean;
  readonly mode?: Mode;
  readonly testServers?: TestServers | null;
  readonly deedDisabled?: boolean;
  readonly profileName?: string;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open={props.open}
      onClose={props.onSafe}
      title={props.title}
      description={props.description}
      initialFocus={safe}
      {...(props.mode === undefined ? {} : { mode: props.mode })}
      testServers={props.testServers ?? null}
      {...(props.profileName === undefined ? {} : { profileName: props.profileName })}
      foot={
        <>
          <Button ref={safe} onClick={props.onSafe}>
            {props.safeLabel}
          </Button>
          <Button
            kind={props.destructive === false ? "primary" : "danger-solid"}
            disabled={props.deedDisabled === true}
            onClick={props.onDeed}
          >
            {props.deedLabel}
          </Button>
        </>
      }
    />
  );
}
