import { BlockList, isIP } from "node:net";

/** Which hosts webhooks may be sent to, as the operator states it. */
export type WebhookRules = {
  /** `receiver.example.test`, `*.example.test` for every host below it; `http://…` where plain HTTP is allowed too. Empty: switched off. */
  allowedHosts: readonly string[];
  /** Addresses of the own network and machine too. */
  allowPrivate: boolean;
};

/** Why an address is not called, in words for whoever owns the webhook; undefined when it may be. */
export function urlRefusal(rules: WebhookRules, url: URL): string | undefined {
  if (rules.allowedHosts.length === 0) return "webhooks are switched off on this installation";

  const matching = rules.allowedHosts.map(parseEntry).filter(({ host }) => matches(host, url.hostname));
  if (matching.length === 0) return `${url.hostname} is not among the hosts that this installation allows`;
  if (url.protocol === "http:" && !matching.some(({ plain }) => plain))
    return `${url.hostname} is not allowed without TLS: use https`;
  const literal = bare(url.hostname);
  if (isIP(literal) !== 0 && !isCallable(literal, rules.allowPrivate)) return REFUSED_ADDRESS;
  return undefined;
}

/** Does not name the address: what a name means inside a network is nobody's business. */
export const REFUSED_ADDRESS = "the host is at an address that this installation does not call";

function parseEntry(entry: string): { host: string; plain: boolean } {
  const plain = entry.startsWith("http://");
  return { host: (plain ? entry.slice("http://".length) : entry).toLowerCase(), plain };
}

function matches(pattern: string, hostname: string): boolean {
  return pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

/** An IPv6 address stands in brackets in a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Never called, whatever is allowed: this host by no name, link-local (where clouds tell machines their secrets), multicast, reserved. */
const never = blockList([
  ["0.0.0.0", 8],
  ["100.100.100.200", 32],
  ["169.254.0.0", 16],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 128],
  ["fd00:ec2::254", 128],
  ["fe80::", 10],
  ["ff00::", 8],
]);

/** The special-purpose registries of IANA (RFC 6890) without what is in `never`: loopback, private, shared, documentation, translation. */
const special = blockList([
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);
/** Outside of this, IPv6 has no address of the public net (RFC 4291 §2.4); IPv4-mapped ones are judged as IPv4. */
const globalUnicast = blockList([["2000::", 3]]);

/** Whether an address may be connected to. Anything that is not an address may not. */
export function isCallable(address: string, allowPrivate: boolean): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return false;

  const [ip, family] = embedded(address) ?? ([address, version === 4 ? "ipv4" : "ipv6"] as const);
  if (never.check(ip, family)) return false;
  if (allowPrivate) return true;
  return !special.check(ip, family) && (family === "ipv4" || globalUnicast.check(ip, family));
}

/** The IPv4 address inside of `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), however it was written. */
function embedded(address: string): readonly [string, "ipv4"] | undefined {
  const normal = address.includes(":") ? bare(new URL(`http://[${address}]`).hostname) : "";
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(normal) ?? [];
  if (high === undefined || low === undefined) return undefined;

  const bytes = [high, low].flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
  return [bytes.join("."), "ipv4"];
}

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, net.includes(":") ? "ipv6" : "ipv4");
  return list;
}
