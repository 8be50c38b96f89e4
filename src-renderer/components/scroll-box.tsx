// How does what is longer than its place scroll inside it, by wheel and by keyboard?
import type { ReactNode } from "react";

export interface ScrollBoxProps {
  /** What is in it, for assistive technology. */
  readonly label: string;
  /** Says how it scrolls: `table-box`, `scroll`. */
  readonly className: string;
  readonly children: ReactNode;
}

export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section className={className} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
