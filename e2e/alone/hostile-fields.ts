/** A field of a request for a topic, what is put there, and what the answer must be. `raw` is JSON that no serialiser would write. */
export type HostileField = {
  what: string;
  path: string;
  value?: unknown;
  raw?: string;
  status?: number;
  /** Where the problem is named, when that is another place than where it was put. */
  named?: string;
};

const name = (what: string, value: unknown, status = 400): HostileField => ({ what, path: "name", value, status });
const partitions = (value: unknown, status = 400): HostileField => ({
  what: `${JSON.stringify(value)} partitions`,
  path: "spec.partitions",
  value,
  status,
});
const config = (what: string, key: string, value: unknown): HostileField => ({
  what,
  path: "spec.config",
  value: { [key]: value },
  named: `spec.config.${key}`,
});
const text = (what: string, path: string, value: unknown): HostileField => ({ what, path, value });

export const HOSTILE_NAMES: HostileField[] = [
  name("an empty name", ""),
  name("one dot", "."),
  name("two dots", ".."),
  name("250 characters", "a".repeat(250)),
  name("a NUL", "orders.nul\u0000.v1"),
  name("a line feed at the end", "orders.line-feed.v1\n"),
  name("an ANSI escape", "orders.\u001b[31mred.v1"),
  name("a right-to-left override", "orders.\u202eevil.v1"),
  name("a zero-width space", "orders.zero\u200bwidth.v1"),
  name("a Cyrillic o", "оrders.look-alike.v1"),
  name("full-width letters", "ｏｒｄｅｒｓ.wide.v1"),
  name("half a surrogate pair", "orders.\ud800.v1"),
  name("a slash", "orders/../payments.v1"),
  name("a space", "orders.order placed.v1"),
  name("markup", "<script>alert(1)</script>"),
  name("Kafka's own topic", "__consumer_offsets"),
  name("the registry's own topic", "_schemas"),
  name("a number", 3),
  name("null", null),
  name("a list", ["orders.a.v1"]),
  name("an object", { toString: "orders.a.v1" }),
  name("upper case", "orders.Order_Created.v1", 422),
  name("another team's prefix", "payments.stolen.v1", 422),
  name("a prefix without the rest", "orders.", 422),
  name("no version", "orders.order-placed", 422),
  name("a word that is not allowed", "orders.tmp.v1", 422),
];

export const HOSTILE_NUMBERS: HostileField[] = [
  ...[0, -1, 1.5, 1e9, "3", 2 ** 31, 2 ** 53, null, true, [3], { valueOf: 3 }].map((value) => partitions(value)),
  partitions(50, 422),
  { what: "NaN", path: "spec.partitions", raw: "NaN", named: "" },
  { what: "1e999, which is infinite", path: "spec.partitions", raw: "1e999" },
  { what: "-0", path: "spec.partitions", raw: "-0" },
  { what: "0x10", path: "spec.partitions", raw: "0x10", named: "" },
  { what: "no replica", path: "spec.replicationFactor", value: 0 },
  { what: "32,768 replicas", path: "spec.replicationFactor", value: 32_768 },
  { what: "a negative rate", path: "metadata.expectedBytesPerSecond", value: -1 },
  { what: "a rate with a fraction", path: "metadata.expectedBytesPerSecond", value: 0.5 },
];

export const HOSTILE_CONFIGS: HostileField[] = [
  config("a key that Kafka does not know", "no.such.key", "1"),
  config("2^63", "retention.ms", "9223372036854775808"),
  config("less than unlimited", "retention.ms", "-2"),
  config("a second setting after a line feed", "retention.ms", "604800000\nunclean.leader.election.enable=true"),
  config("a number for a text", "retention.ms", 604_800_000),
  config("a list for a text", "retention.ms", ["604800000"]),
  config("nothing", "retention.ms", ""),
  config("words", "retention.ms", "for ever"),
  config("a wrong choice", "cleanup.policy", "keep"),
  config("a key in upper case", "Retention.Ms", "604800000"),
  config("a constructor", "constructor", "1"),
  config("a prototype", "prototype", "1"),
  {
    what: "unlimited retention",
    path: "spec.config",
    value: { "retention.ms": "-1" },
    status: 422,
    named: "spec.config.retention.ms",
  },
  {
    what: "what the platform sets",
    path: "spec.config",
    value: { "unclean.leader.election.enable": "true" },
    status: 422,
    named: "spec.config.unclean.leader.election.enable",
  },
  { what: "__proto__", path: "spec.config", raw: '{"__proto__":"1"}', named: "spec.config.__proto__" },
  {
    what: "__proto__ as an object",
    path: "spec.config",
    raw: '{"__proto__":{"retention.ms":"1"}}',
    named: "spec.config.__proto__",
  },
  { what: "a list instead of settings", path: "spec.config", value: [] },
];

export const HOSTILE_TEXTS: HostileField[] = [
  text("an ANSI escape", "reason", "\u001b[2J\u001b[31mapproved"),
  text("half a surrogate pair", "reason", "\ud800"),
  text("a NUL", "reason", "because\u0000"),
  text("a right-to-left override", "reason", "\u202ebecause"),
  text("spaces only", "reason", "   \n  "),
  text("2,001 characters", "reason", "a".repeat(2_001)),
  text("no text", "reason", 12),
  text("a NUL", "metadata.description", "One record per order.\u0000"),
  text("too much", "metadata.docs", "a".repeat(50_001)),
  text("a line feed in a line", "metadata.contact", "#orders\nX-Header: 1"),
  text("a classification that is none", "metadata.classification", "secret"),
  { what: "markup as a tag", path: "metadata.tags", value: ["<img src=x>"], named: "metadata.tags.0" },
  { what: "a team that is none", path: "team", value: "../orders" },
  { what: "a cluster that is none", path: "cluster", value: "local' OR '1'='1" },
  { what: "a cluster that is not there", path: "cluster", value: "nowhere" },
  { what: "another kind", path: "kind", value: "rename" },
  { what: "a field that nobody knows", path: "state", value: "approved" },
  { what: "a requester", path: "requesterId", value: "00000000-0000-4000-8000-000000000000" },
  { what: "a field inside the settings", path: "spec.blocked", value: true },
  { what: "a prototype", path: "__proto__", raw: '{"admin":true}' },
];
