/** What is put into a request, and the answer that it must get: the field named. */
export type HostileValue = {
  what: string;
  value: unknown;
  /** 400 unless stated: it is wrong in itself. */
  status?: number | number[];
  /** Where the problem is named, when that is another place than where it was put. */
  named?: string;
};

const value = (what: string, given: unknown, more: Partial<HostileValue> = {}): HostileValue => ({
  what,
  value: given,
  ...more,
});

/** Wrong as the name of a SCRAM user and as that of a principal from elsewhere. */
const NEVER_A_NAME: HostileValue[] = [
  value("nothing", ""),
  value("one letter", "a"),
  value("a semicolon, which separates super users", "billing;orders"),
  value("Kafka's own type before it", "User:billing"),
  value("the same in lower case", "user:billing"),
  value("another type", "Group:billing"),
  value("everybody", "*"),
  value("everybody in full", "User:*"),
  value("a wildcard in it", "billing*"),
  value("a NUL", "bil\u0000ling"),
  value("a line feed at the end", "billing\n"),
  value("an ANSI escape", "\u001b[31mbilling"),
  value("a right-to-left override", "\u202ebilling"),
  value("a zero-width space", "bill\u200bing"),
  value("a Cyrillic a", "bаnk"),
  value("an umlaut, which is stored and never logs in", "bücher"),
  value("half a surrogate pair", "bill\ud800ing"),
  value("a space before it", " billing"),
  value("a slash", "../billing"),
  value("quotes", 'billing";'),
  value("markup", "<b>billing</b>"),
  value("201 characters", "a".repeat(201)),
  value("a number", 12),
  value("null", null),
  value("a list", ["billing"]),
];

/** Fine in form, and never an application's. */
const RESERVED: HostileValue[] = [
  value("a super user", "admin"),
  value("a super user in capitals", "ADMIN"),
  value("the worker's own user", "headgate"),
  value("who has not logged in", "ANONYMOUS"),
];

export const HOSTILE_SCRAM_NAMES: HostileValue[] = [
  ...NEVER_A_NAME,
  ...RESERVED,
  value("a comma, which separates attributes", "billing,orders"),
  value("an equals sign, which SCRAM escapes", "billing=orders"),
  value("a distinguished name", "CN=billing,O=Example"),
  value("a hyphen first, which reads as an option", "-billing"),
  value("101 characters", "a".repeat(101)),
];

export const HOSTILE_EXTERNAL_NAMES: HostileValue[] = [
  ...NEVER_A_NAME,
  ...RESERVED,
  value("an attribute without a value", "CN="),
  value("an attribute without a name", "=billing"),
  value("an escape", "CN=bill\\,ing"),
  value("a space after the comma", "CN=billing, O=Example"),
  value("a wildcard as a value", "CN=*"),
  value("a type before it", "User:CN=billing"),
];

export const HOSTILE_ENDS: HostileValue[] = [
  value("a minute ago", new Date(Date.now() - 60_000).toISOString()),
  value("1970", "1970-01-01T00:00:00Z"),
  value("year 0", "0000-01-01T00:00:00Z"),
  value("year 9999", "9999-12-31T23:59:59Z"),
  value("year 10000", "10000-01-01T00:00:00Z"),
  value("year 10000 as ISO 8601 extends it", "+010000-01-01T00:00:00Z"),
  value("a day that is none", "2027-02-30T00:00:00Z"),
  value("no time zone", "2027-01-01T00:00:00"),
  value("a day", "2027-01-01"),
  value("infinity, which Postgres knows", "infinity"),
  value("words", "tomorrow"),
  value("a number", 1_800_000_000_000),
  value("null", null),
];

export const HOSTILE_TOPICS: HostileValue[] = [
  value("nothing", ""),
  value("all of them", "*"),
  value("a wildcard in it", "orders.*"),
  value("a topic that is not there", "nobodys.topic-of-nothing.v1"),
  value("Kafka's own", "__consumer_offsets"),
  value("a NUL", "orders.nul\u0000.v1"),
  value("a line feed", "orders.a.v1\n"),
  value("a path", "../orders"),
  value("250 characters", "a".repeat(250)),
  value("a list", ["orders.a.v1"]),
];

export const HOSTILE_PREFIXES: HostileValue[] = [
  value("an empty one", ""),
  value("one letter", "a"),
  value("all of them", "*"),
  value("a wildcard at its end", "orders.*"),
  value("several teams' names begin with it", "or"),
  value("a team's prefix without its end", "orders"),
  value("nobody's", "zz-nobody."),
  value("Kafka's own", "__"),
];

export const HOSTILE_GROUPS: HostileValue[] = [
  value("all of them", { name: "*" }, { named: "items.0.consumerGroup.name" }),
  value("all of them by prefix", { name: "*", patternType: "PREFIXED" }, { named: "items.0.consumerGroup.name" }),
  value("an empty one", { name: "" }, { named: "items.0.consumerGroup.name" }),
  value("an empty prefix", { name: "", patternType: "PREFIXED" }, { named: "items.0.consumerGroup.name" }),
  value("a prefix of one letter", { name: "a", patternType: "PREFIXED" }, { named: "items.0.consumerGroup.name" }),
  value(
    "a prefix that is not the application's own",
    { name: "console-consumer-", patternType: "PREFIXED" },
    { named: "items.0.consumerGroup.name" },
  ),
  value("a NUL", { name: "a\u0000b" }, { named: "items.0.consumerGroup.name" }),
  value(
    "a pattern that only filters have",
    { name: "billing", patternType: "MATCH" },
    { named: "items.0.consumerGroup.patternType" },
  ),
  value("a text", "billing"),
  value("none, though it is to consume", null),
];
