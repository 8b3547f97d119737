import { expect, test } from "vitest";
import type { PolicyRule } from "#lib/domain/policy";
import { ruleInWords } from "./rule-in-words.ts";
import { scopeInWords } from "./scope-in-words.ts";

test.each<[PolicyRule, string[]]>([
  [
    {
      kind: "topic-name",
      separator: ".",
      segments: [
        { type: "team-prefix", name: "domain" },
        { type: "pattern", name: "dataset", pattern: "[a-z-]+", describe: "lower-case words joined by hyphens" },
        { type: "version", name: "version" },
      ],
      forbiddenWords: ["test", "tmp"],
    },
    [
      "A name is {domain}.{dataset}.v{n}.",
      "domain is a prefix of the team.",
      "dataset is lower-case words joined by hyphens.",
      "version is v1, v2 and so on.",
      "It does not hold test or tmp.",
    ],
  ],
  [{ kind: "partitions", min: 1, max: 24 }, ["A topic has 1 to 24 partitions."]],
  [{ kind: "partitions", multipleOf: 3 }, ["The number of partitions is a multiple of 3."]],
  [
    { kind: "replication", min: 3, max: 3, minInsyncReplicas: 2 },
    ["The replication factor is exactly 3.", "min.insync.replicas is at least 2."],
  ],
  [
    { kind: "retention", maxMs: "2592000000", unlimitedAllowed: false },
    ["Records are kept for at most 30 d.", "Unlimited retention is not allowed."],
  ],
  [
    {
      kind: "config",
      rules: [
        { key: "unclean.leader.election.enable", forbidden: true },
        { key: "cleanup.policy", required: true, allowed: ["delete", "compact"] },
        { key: "max.message.bytes", max: "1048576" },
        { key: "segment.ms" },
      ],
      unknownKeysAllowed: false,
    },
    [
      "unclean.leader.election.enable is set by the platform.",
      "cleanup.policy has to be stated and is delete or compact.",
      "max.message.bytes is at most 1 MiB.",
      "segment.ms may be asked for.",
      "Other settings cannot be asked for.",
    ],
  ],
  [
    { kind: "metadata", required: ["description", "contact"], minDescriptionLength: 20 },
    ["A topic states its description and contact.", "The description has at least 20 characters."],
  ],
  [
    { kind: "budget", topics: 100, partitions: 500 },
    ["A team has at most 100 topics and 500 partitions on one cluster, counting what is pending."],
  ],
  [
    {
      kind: "schema",
      types: ["AVRO", "PROTOBUF"],
      strategies: ["TopicNameStrategy"],
      lowestCompatibility: "BACKWARD",
      docs: "every-field",
      fieldName: { pattern: "[a-z][a-zA-Z0-9]*", describe: "in lower camel case" },
    },
    [
      "A schema is Avro or Protobuf.",
      "A subject is named by TopicNameStrategy.",
      "Compatibility is at least BACKWARD: a reader with the new version reads what was written with the one before.",
      "Every field has documentation.",
      "A field's name is in lower camel case.",
    ],
  ],
  [{ kind: "schema", docs: "none" }, []],
])("$0.kind in words", (rule, words) => {
  expect(ruleInWords(rule)).toEqual(words);
});

test("a scope names what it covers and what it leaves out", () => {
  expect(scopeInWords({})).toBe("everywhere");
  expect(scopeInWords({ tier: { only: ["production"] }, cluster: { except: ["local"] } })).toBe(
    "tier production, except cluster local",
  );
  expect(scopeInWords({ tier: { only: ["test", "production"] }, name: { only: ["orders\\..*"] } })).toBe(
    "tiers test or production, names like orders\\..*",
  );
});
