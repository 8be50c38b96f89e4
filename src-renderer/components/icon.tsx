// Which line icons does the window draw? One 16 px set, 1.5 px strokes, decorative: words beside them carry the meaning.
import type { ReactNode } from "react";
import { classNames } from "#renderer/lib/class-names.ts";

const SHAPES = {
  activity: <path d="M2.5 3.5h2M2.5 8h2M2.5 12.5h2M7 3.5h6.5M7 8h6.5M7 12.5h4.5" />,
  alert: (
    <>
      <path d="M8 2.2 14.5 13.4h-13L8 2.2Z" />
      <path d="M8 6.5v3.2M8 11.6v.1" />
    </>
  ),
  arrow: <path d="M3 8h10M9.5 4.5 13 8l-3.5 3.5" />,
  back: <path d="m9.5 4.5-3.5 3.5 3.5 3.5" />,
  backtest: (
    <>
      <path d="M2.5 8a5.5 5.5 0 1 0 1.7-4" />
      <path d="M2.2 2.6 4.2 4l-1.6 2M8 5v3.200l2 1.4" />
    </>
  ),
  bell: <path d="M4 7a4 4 0 0 1 8 0c0 3 1.2 4 1.2 4H2.8S4 10 4 7ZM6.6 13.3a1.6 1.6 0 0 0 2.8 0" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  chevronDown: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  chevronRight: <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />,
  chevronUp: <path d="m4.5 9.5 3.5-3.5 3.5 3.5" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.4 1.5" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  columns: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1.5" />
      <path d="M6.2 3v10M9.8 3v10" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M3.5 10.5h-1v-8h8v1" />
    </>
  ),
  download: <path d="M8 2.5v8M4.8 7.5 8 10.7l3.2-3.200M3 13.5h10" />,
  error: (
    <>
      <path d="M5.5 1.800h5l3.7 3.700v5l-3.7 3.700h-5l-3.7-3.700v-5z" />
      <path d="M8 5v3.600M8 11v.1" />
    </>
  ),
  eye: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  eyeOff: (
    <>
      <path d="M6 3.8A7 7 0 0 1 8 3.500C12 3.5 14.5 8 14.5 8a13 13 0 0 1-2 2.500M4 5.100A12 12 0 0 0 1.5 8S4 12.5 8 12.500a6.5 6.5 0 0 0 3.2-.9" />
      <path d="m2.5 2.5 11 11" />
    </>
  ),
  grip: <path d="M6 4h.1M6 8h.1M6 12h.1M10 4h.1M10 8h.1M10 12h.1" />,
  import: <path d="M2.5 5.5v8h11v-8M8 2v7.500M5 6.8 8 9.800l3-3" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.300v3.600M8 5v.1" />
    </>
  ),
  key: (
    <>
      <circle cx="5.2" cy="10.8" r="2.7" />
      <path d="m7.2 8.8 5.8-5.800M10.5 5.500l2 2" />
    </>
  ),
  link: (
    <path d="M6.5 9.5 9.5 6.500M7 4.5 8.7 2.800a3 3 0 0 1 4.4 4.400L11.5 9M9 11.500l-1.7 1.700a3 3 0 0 1-4.4-4.400L4.5 7" />
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.5" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  markets: (
    <>
      <path d="M4 2v2.500M4 10v3.500M8 3.500V6M8 11v2.500M12 2v1.500M12 9v4" />
      <rect x="2.75" y="4.5" width="2.5" height="5.5" rx=".5" />
      <rect x="6.75" y="6" width="2.5" height="5" rx=".5" />
      <rect x="10.75" y="3.5" width="2.5" height="5.5" rx=".5" />
    </>
  ),
  minus: <path d="M3.5 8h9" />,
  more: <path d="M3.5 8h.1M8 8h.1M12.5 8h.1" />,
  never: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="m4.2 4.2 7.6 7.6" />
    </>
  ),
  overview: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 2.25V8l4.2 3.9" />
    </>
  ),
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  pin: <path d="M6 2.5h4l-.5 4 2 2.500h-7l2-2.5-.5-4ZM8 9v4.5" />,
  play: <path d="M5 3.200v9.600l7.6-4.800L5 3.200Z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  positions: <path d="M2.5 4h11M2.5 8h11M2.5 12h7" />,
  rebalance: (
    <>
      <path d="M8 2.5v11M3 5.500h10" />
      <path d="M1.5 9.5 3.2 5.5 5 9.500a1.8 1.8 0 0 1-3.5 0ZM11 9.500l1.8-4 1.7 4a1.8 1.8 0 0 1-3.5 0Z" />
    </>
  ),
  return: <path d="M13 4v4.500H4M7 5.500l-3 3 3 3" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  settings: (
    <>
      <circle cx="5" cy="4.5" r="1.75" />
      <circle cx="11" cy="11.5" r="1.75" />
      <path d="M6.75 4.5H14M2 4.5h1.250M9.250 11.500H2M12.750 11.500H14" />
    </>
  ),
  shield: <path d="M8 1.8 13 3.600v4c0 3.2-2.1 5.4-5 6.6-2.9-1.2-5-3.4-5-6.600v-4L8 1.800Z" />,
  signals: <path d="M1.5 8h2.600l1.8-5 3.4 10 2-5h3.2" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  strategies: (
    <>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="1.5" />
      <path d="M8 2v4.500M13.2 11 9.3 8.700M2.8 11l3.9-2.3" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 2.25v11.500M8 5l3.5-1.500M8 8.500l5.5-2M8 12l4.5-1.8" />
    </>
  ),
  undo: <path d="M3.5 6.500h6a3.5 3.5 0 0 1 0 7H6M6.2 3.7 3.4 6.500l2.8 2.8" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.2 6.400A1.9 1.9 0 0 1 8 5c1 0 1.9.7 1.9 1.700C9.9 8 8 8 8 9.300M8 11.200v.1" />
    </>
  ),
  updown: <path d="m5 6 3-3 3 3M5 10l3 3 3-3" />,
} as const satisfies Readonly<Record<string, ReactNode>>;

export type IconName = keyof typeof SHAPES;

export interface IconProps {
  readonly name: IconName;
  /** 16 px, 14 px (`small`, inside buttons) or 12 px (`tiny`, inside chips). */
  readonly size?: "normal" | "small" | "tiny";
  readonly className?: string;
}

export function Icon({ name, size = "normal", className }: IconProps) {
  return (
    <svg
      className={classNames("i", size === "small" && "s", size === "tiny" && "x", className)}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}
