// Which key does it? One key, or several in a row.
import type { ReactNode } from "react";

export interface KbdProps {
  readonly children: ReactNode;
}

/** One key or chord as it is written on the keyboard: `R`, `Ctrl .`. Decorative: the control's own name says what it does. */
export function Kbd({ children }: KbdProps) {
  return (
    <span className="kbd" aria-hidden="true">
      {children}
    </span>
  );
}

export interface KeyHintProps {
  /** Keys pressed one after the other or together: `["G", "R"]`, `["Ctrl", "K"]`. */
  readonly keys: readonly string[];
  /** What they do; left out in lists that say it elsewhere. */
  readonly children?: ReactNode;
}

export function KeyHint({ keys, children }: KeyHintProps) {
  return (
    <span className="row" style={{ gap: 5 }}>
      <span className="row" style={{ gap: 4 }}>
        {keys.map((key, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a key may occur twice in a sequence, and the list never reorders.
          <kbd className="kbd" key={`${key}${index}`}>
            {key}
          </kbd>
        ))}
      </span>
      {children}
    </span>
  );
}
