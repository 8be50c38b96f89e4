// How does a table scroll inside its panel, by wheel and by keyboard?
import type { ReactNode } from "react";
import { classNames } from "#renderer/lib/class-names.ts";

export interface ScrollBoxProps {
  /** What is in it, for assistive technology. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section className={classNames("table-box", className)} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
