import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { openRateLimits, type RateLimit, type RateLimits } from "#lib/db/rate-limits";
import { webEnvironment } from "../web-environment.ts";

export type Throttles = {
  /** Failed passwords of one account, from wherever they come. */
  account: RateLimit;
  /** Failed sign-ins from one address, over all accounts; an office behind one address has room. */
  address: RateLimit;
  /** Wrong setup codes, over the whole installation: there is one code. */
  setup: RateLimit;
};

const WINDOW_SECONDS = 15 * 60;

/** How many failures each throttle allows per quarter of an hour. */
export const ATTEMPTS = { account: 10, address: 100, setup: 20 };

/** The throttles over one set of limits. */
export function throttlesOver(limits: RateLimits): Throttles {
  return {
    account: limits.limit("sign-in-account", ATTEMPTS.account, WINDOW_SECONDS),
    address: limits.limit("sign-in-address", ATTEMPTS.address, WINDOW_SECONDS),
    setup: limits.limit("setup", ATTEMPTS.setup, WINDOW_SECONDS),
  };
}

declare global {
  var headgateThrottles: Throttles | undefined;
}

/** This process's throttles; what they count is in Postgres, shared by all. */
export function getThrottles(): Throttles {
  globalThis.headgateThrottles ??= throttlesOver(openRateLimits(webEnvironment().DATABASE_URL));
  return globalThis.headgateThrottles;
}

/** The key of a login: a hash, because what was typed may be long, or a password in the wrong field. */
export function loginKey(login: string): string {
  return createHash("sha256").update(login).digest("hex");
}

/**
 * The key of an address: of IPv6 the network of 64 bits, because whoever has one address there has them all (RFC 4291, 2.5.4).
 * @param address as `clientAddress` answers it; what is no IPv6 address is its own key
 */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;

  const [before = "", after] = address.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [first, last] = [groups(before), groups(after ?? "")];
  const zeros = after === undefined ? 0 : 8 - first.length - last.length;
  const whole = [...first, ...Array.from({ length: zeros }, () => "0"), ...last];
  const network = whole.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/** Where a request comes from. Our own web server writes this header and drops one that arrives. */
export function clientAddressOf(headers: { get(name: string): string | null }): string {
  return headers.get("x-headgate-client-address")?.slice(0, 100) ?? "unknown";
}
