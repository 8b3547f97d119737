import { isIP } from "node:net";

/**
 * Whose request it is, as far as that can be known.
 *
 * Each trusted proxy appends the address it was called from to X-Forwarded-For, so with n of them the n-th entry from the right was
 * written by one of ours. Everything further left is the caller's own claim.
 *
 * @param socketAddress who opened the connection
 * @param forwardedFor the header as received
 * @param trustedHops how many proxies stand before us; 0 ignores the header
 * @returns an IP address; the socket's own where the header holds none at that place, "unknown" once the socket is closed
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedHops: number,
): string {
  const socket = plain(socketAddress ?? "");
  if (trustedHops === 0) return socket ?? "unknown";

  const claimed = (forwardedFor ?? "").split(",").map((entry) => entry.trim());
  return plain(claimed.at(-trustedHops) ?? "") ?? socket ?? "unknown";
}

/** IPv4 in its own form also when it arrived on an IPv6 socket (RFC 4291, 2.5.5.2); undefined for anything that is no address. */
function plain(address: string): string | undefined {
  const unmapped = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  return isIP(unmapped) ? unmapped.toLowerCase() : undefined;
}
