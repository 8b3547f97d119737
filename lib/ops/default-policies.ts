import type { PolicyRule, PolicyScope } from "#lib/domain/policy";

export type NewPolicy = {
  slug: string;
  rule: PolicyRule;
  scope: PolicyScope;
  enforcement: "deny" | "warn";
  message: string;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const days = (count: number) => String(count * DAY_MS);
const on = (tier: "development" | "test" | "production"): PolicyScope => ({ tier: { only: [tier] } });
const everywhere: PolicyScope = {};

const names: NewPolicy = {
  slug: "topic-names",
  rule: {
    kind: "topic-name",
    separator: ".",
    segments: [
      { type: "team-prefix", name: "domain" },
      {
        type: "pattern",
        name: "dataset",
        pattern: "[a-z][a-z0-9]*(-[a-z0-9]+)*",
        describe: "lower-case words joined by hyphens",
      },
      { type: "version", name: "version" },
    ],
    forbiddenWords: ["temp", "tmp"],
  },
  scope: everywhere,
  enforcement: "deny",
  message: "A name says whose data it is, what it is, and which incompatible version.",
};

const partitions: NewPolicy[] = [
  {
    slug: "partitions-production",
    rule: { kind: "partitions", min: 1, max: 24 },
    scope: on("production"),
    enforcement: "deny",
    message: "More than 24 is a conversation with the platform team: partitions cannot be taken back.",
  },
  {
    slug: "partitions-test",
    rule: { kind: "partitions", min: 1, max: 12 },
    scope: on("test"),
    enforcement: "deny",
    message: "Test clusters are small.",
  },
  {
    slug: "partitions-development",
    rule: { kind: "partitions", min: 1, max: 6 },
    scope: on("development"),
    enforcement: "deny",
    message: "Development clusters are small.",
  },
];

const replication: NewPolicy[] = [
  {
    slug: "replication-production",
    rule: { kind: "replication", min: 3, max: 3, minInsyncReplicas: 2 },
    // The cluster on a laptop has one broker.
    scope: { ...on("production"), cluster: { except: ["local"] } },
    enforcement: "deny",
    message: "Three replicas, two of them in sync, survive the loss of a broker without losing a record.",
  },
  {
    slug: "replication-test",
    rule: { kind: "replication", max: 3 },
    scope: on("test"),
    enforcement: "deny",
    message: "",
  },
];

const retention: NewPolicy[] = [
  {
    slug: "retention-production",
    rule: { kind: "retention", minMs: String(60 * 60 * 1000), maxMs: days(30), unlimitedAllowed: false },
    scope: on("production"),
    enforcement: "deny",
    message: "Kafka is not an archive. For data that is kept for years, use the data lake.",
  },
  {
    slug: "retention-test",
    rule: { kind: "retention", maxMs: days(7), unlimitedAllowed: false },
    scope: on("test"),
    enforcement: "deny",
    message: "",
  },
  {
    slug: "retention-development",
    rule: { kind: "retention", maxMs: days(3), unlimitedAllowed: false },
    scope: on("development"),
    enforcement: "deny",
    message: "",
  },
];

const config: NewPolicy = {
  slug: "topic-settings",
  rule: {
    kind: "config",
    rules: [
      { key: "cleanup.policy", allowed: ["delete", "compact", "compact,delete"] },
      { key: "compression.type" },
      { key: "delete.retention.ms", max: days(7) },
      { key: "max.compaction.lag.ms" },
      { key: "max.message.bytes", max: "8388608" },
      { key: "message.timestamp.type" },
      { key: "min.cleanable.dirty.ratio" },
      { key: "min.compaction.lag.ms" },
      { key: "min.insync.replicas" },
      { key: "retention.bytes" },
      { key: "retention.ms" },
      { key: "segment.bytes", min: "1048576" },
      { key: "segment.ms", min: "60000" },
      { key: "unclean.leader.election.enable", forbidden: true },
    ],
    unknownKeysAllowed: false,
  },
  scope: everywhere,
  enforcement: "deny",
  message: "Everything else is for the platform to set, on all topics alike.",
};

const metadata: NewPolicy[] = [
  {
    slug: "description-production",
    rule: { kind: "metadata", required: ["description"], minDescriptionLength: 20 },
    scope: on("production"),
    enforcement: "deny",
    message: "Say what one record means and when it is written, so that somebody else can decide to use it.",
  },
  {
    slug: "expected-rate-production",
    rule: { kind: "metadata", required: ["expectedBytesPerSecond"] },
    scope: on("production"),
    enforcement: "warn",
    message: "With it, Headgate can estimate storage and count it against the team's budget.",
  },
  {
    slug: "classification-below-production",
    rule: { kind: "metadata", required: [], classifications: ["public", "internal"] },
    scope: { tier: { except: ["production"] } },
    enforcement: "deny",
    message: "Confidential data belongs on production only; use made-up records elsewhere.",
  },
];

const budget: NewPolicy[] = [
  {
    slug: "team-budget-production",
    rule: { kind: "budget", topics: 100, partitions: 500, bytes: String(1024 ** 4) },
    scope: on("production"),
    enforcement: "deny",
    message: "A larger budget is a question to the platform team.",
  },
  {
    slug: "team-budget-below-production",
    rule: { kind: "budget", topics: 100, partitions: 200 },
    scope: { tier: { except: ["production"] } },
    enforcement: "deny",
    message: "",
  },
];

const FIFTY_MEBIBYTES = 50 * 1024 ** 2;
const access: NewPolicy[] = [
  {
    slug: "access-production",
    rule: { kind: "access", maxDays: 365, prefixedAllowed: true, transactionalAllowed: true },
    scope: on("production"),
    enforcement: "deny",
    message: "Access that is still needed is renewed with one click.",
  },
  {
    slug: "access-confidential",
    rule: {
      kind: "access",
      maxDays: 90,
      prefixedAllowed: true,
      transactionalAllowed: true,
      classifications: ["confidential", "restricted"],
    },
    scope: everywhere,
    enforcement: "deny",
    message: "Who reads confidential data is looked at four times a year.",
  },
  {
    slug: "access-by-prefix-production",
    rule: { kind: "access", prefixedAllowed: false, transactionalAllowed: true },
    scope: on("production"),
    enforcement: "warn",
    message: "It reaches topics that do not exist yet. Name the topics where you can.",
  },
  {
    slug: "quota",
    rule: {
      kind: "access",
      prefixedAllowed: true,
      transactionalAllowed: true,
      maxQuota: { producerByteRate: FIFTY_MEBIBYTES, consumerByteRate: FIFTY_MEBIBYTES },
    },
    scope: everywhere,
    enforcement: "deny",
    message: "A higher quota is a question to the platform team.",
  },
];

const schemas: NewPolicy[] = [
  {
    slug: "schema-production",
    rule: {
      kind: "schema",
      strategies: ["TopicNameStrategy", "RecordNameStrategy"],
      lowestCompatibility: "BACKWARD",
      docs: "none",
    },
    scope: on("production"),
    enforcement: "deny",
    message: "Whoever reads has to be able to go on reading what is stored.",
  },
  {
    slug: "schema-documentation-production",
    rule: { kind: "schema", docs: "every-field" },
    scope: on("production"),
    enforcement: "warn",
    message: "A reader you will never meet has nothing else to go by.",
  },
];

/** What a new installation begins with; from then on the rules in the database count. */
export const DEFAULT_POLICIES: readonly NewPolicy[] = [
  names,
  ...partitions,
  ...replication,
  ...retention,
  config,
  ...metadata,
  ...budget,
  ...access,
  ...schemas,
];
