// What is the program's sign? A ring of targets around what is held.

export interface BrandMarkProps {
  readonly size?: number;
}

export function BrandMark({ size = 20 }: BrandMarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <circle
        cx="12"
        cy="12"
        r="10.5"
        stroke="var(--line-control)"
        strokeWidth="1.5"
        strokeDasharray="24.7 1.69 13.2 1.69 23 1.69"
      />
      <circle
        cx="12"
        cy="12"
        r="6"
        stroke="var(--text-1)"
        strokeWidth="4.5"
        strokeDasharray="20 17.7"
        transform="rotate(-90 12 12)"
      />
      <circle
        cx="12"
        cy="12"
        r="6"
        stroke="var(--accent)"
        strokeWidth="4.5"
        strokeDasharray="8.5 29.2"
        transform="rotate(112 12 12)"
      />
    </svg>
  );
}
