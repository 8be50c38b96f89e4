// How is more said about a thing without leaving the screen? A popover holds controls; a tooltip holds one line.
import { Popover as RadixPopover, Tooltip as RadixTooltip } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  /** The button that opens it; must take a ref. */
  readonly trigger: ReactElement;
  /** Its name for assistive technology. */
  readonly label: string;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
}

export function Popover({ trigger, label, children, align = "start" }: PopoverProps) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          className="pop popover"
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

export interface TooltipProviderProps {
  readonly children: ReactNode;
}

/** Once at the root: tooltips share their delay. */
export function TooltipProvider({ children }: TooltipProviderProps) {
  return (
    <RadixTooltip.Provider delayDuration={350} skipDelayDuration={150}>
      {children}
    </RadixTooltip.Provider>
  );
}

export interface TooltipProps {
  readonly text: ReactNode;
  /** The thing it speaks of: focusable, takes a ref. */
  readonly children: ReactElement;
  readonly side?: "top" | "right" | "bottom" | "left";
}

export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content className="pop tip" side={side} sideOffset={5} collisionPadding={8}>
          {text}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}
