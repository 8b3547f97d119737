import { isIPv6 } from "node:net";

/**
 * An address as a broker's authorizer compares it: as text, in the words of Java's `InetAddress.getHostAddress()`. That is IPv6 with all eight groups
 * and none shortened by `::`, and an IPv4 address for one that is mapped into IPv6. Anything else is answered as it is.
 */
export function brokerHost(host: string): string {
  if (!isIPv6(host) || host.includes("%")) return host;

  // A URL has one way to write an IPv6 address (RFC 5952): lower case, zeros shortened.
  const [left = "", right] = new URL(`http://[${host}]`).hostname.slice(1, -1).split("::");
  const [before, after] = [groups(left), groups(right ?? "")];
  const all =
    right === undefined ? before : [...before, ...Array(8 - before.length - after.length).fill("0"), ...after];
  return mappedIpv4(all) ?? all.join(":");
}

function groups(part: string): string[] {
  return part === "" ? [] : part.split(":");
}

/** `0:0:0:0:0:ffff:c000:201` is 192.0.2.1 (RFC 4291 §2.5.5.2). */
function mappedIpv4(all: readonly string[]): string | undefined {
  if (all.slice(0, 6).join(":") !== "0:0:0:0:0:ffff") return undefined;
  return all
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 255])
    .join(".");
}
