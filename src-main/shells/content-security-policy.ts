// What may the page load and run? The same policy in both shells but for where it may connect to.

/** `style-src 'unsafe-inline'`: the component library and the chart write style attributes; scripts stay strict. */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
] as const;

/** The desktop window talks over a port and needs no network; a browser's page talks to its own server. */
export function contentSecurityPolicy(connect: "'none'" | "'self'"): string {
  return [...DIRECTIVES, `connect-src ${connect}`].join("; ");
}

/** Headers that every answer carries, whatever it is. There is no CORS header, ever. */
export function securityHeaders(connect: "'none'" | "'self'"): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(connect),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=()",
    "x-frame-options": "DENY",
  };
}
