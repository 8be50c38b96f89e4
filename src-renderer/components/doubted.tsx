// How is a figure shown that rests on a price which may be old or wrong? Grey, with the reason at hand.
import type { ReactNode } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import type { PriceDoubt } from "#renderer/lib/price-doubt.ts";

export interface DoubtedProps {
  /** Null: nothing is against it. */
  readonly doubt: PriceDoubt | null;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Doubted({ doubt, className, children }: DoubtedProps) {
  if (doubt === null) return <span className={className}>{children}</span>;
  return (
    <span className={classNames("in-doubt", className)} title={doubt.reason}>
      {children}
      <span className="sr"> {doubt.reason}</span>
    </span>
  );
}
