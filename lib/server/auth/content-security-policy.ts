/**
 * The content security policy of one page. Scripts run only with this answer's nonce or when such a script loads them; nothing may
 * frame us; forms and calls go nowhere else. Style *attributes* are allowed, because positioned popups carry them; style elements need the nonce.
 *
 * @param development Next's dev server evaluates code, talks over a web socket and inserts styles
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** For answers that are data: should a browser ever show one as a page, it may do nothing. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Headers that every answer carries, pages or not. `https` promises browsers that this host never speaks anything else. */
export function securityHeaders(https: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(https ? { "strict-transport-security": `max-age=${YEAR_SECONDS}` } : {}),
  };
}
