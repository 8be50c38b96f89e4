// Which small pictures stand over the three ways in? Drawn with tokens, so both themes fit.

export function DemoArt() {
  const line =
    "M0 72L10 69.400L20 67.900L30 64.800L40 65.400L50 63.200L60 62.500L69 61.200L79 57.700L89 53.600L99 50.400L109 48.900L119 48.700L129 47.600L139 49.100L149 44.700L158 43.200L168 41.600L178 41.400L188 41.300L198 39.500L208 44L218 42.100L228 39L238 39.700L248 34.700L257 28.700L267 22.500L277 16.600L287 11.200L292 8";
  return (
    <svg viewBox="0 0 292 88" width="100%" aria-hidden="true">
      <defs>
        <linearGradient id="first-run-fill" x1="0" x2="0" y1="0" y2="1">
          <stop offset="0" stopColor="var(--chart-you)" stopOpacity="0.24" />
          <stop offset="1" stopColor="var(--chart-you)" stopOpacity="0" />
        </linearGradient>
      </defs>
      <path d={`${line}V88H0Z`} fill="url(#first-run-fill)" />
      <path d={line} fill="none" stroke="var(--chart-you)" strokeWidth="1.75" />
    </svg>
  );
}

const VENUES = [
  { name: "Coinbase", y: 5 },
  { name: "Binance", y: 33 },
  { name: "Kraken", y: 61 },
] as const;

export function ConnectArt() {
  return (
    <svg viewBox="0 0 292 88" width="100%" aria-hidden="true">
      {VENUES.map(({ name, y }) => (
        <g key={name}>
          <path d={`M96 ${y + 11}C150 ${y + 11} 150 44 206 44`} fill="none" stroke="var(--line-2)" strokeWidth="1.5" />
          <rect x="16" y={y} width="80" height="22" rx="5" fill="var(--surface-2)" stroke="var(--line-2)" />
          <text x="56" y={y + 15} textAnchor="middle" className="art-label">
            {name}
          </text>
        </g>
      ))}
      <circle cx="232" cy="44" r="25" fill="var(--surface-2)" stroke="var(--line-2)" />
      <g transform="translate(220 32)" stroke="var(--text-1)" fill="none" strokeWidth="1.6">
        <rect x="4.5" y="11" width="15" height="10" rx="2" />
        <path d="M7.5 11V8a4.5 4.5 0 0 1 9 0v3" />
      </g>
    </svg>
  );
}

const LINES = ["targets:", "  BTC: 0.40", "  ETH: 0.25", "bands: hybrid"] as const;

export function ImportArt() {
  return (
    <svg viewBox="0 0 292 88" width="100%" aria-hidden="true">
      <g transform="translate(84 6)">
        <rect width="124" height="76" rx="6" fill="var(--surface-2)" stroke="var(--line-2)" />
        {LINES.map((line, index) => (
          <text key={line} x="12" y={20 + index * 16} className="art-code" xmlSpace="preserve">
            {line}
          </text>
        ))}
      </g>
    </svg>
  );
}
