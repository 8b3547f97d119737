import { COMPATIBILITY_MEANINGS } from "#lib/domain/compatibility";
import type { NameSegment, PolicyKind, PolicyRule } from "#lib/domain/policy";
import { approximateBytes, formatBytes, formatDuration, grouped } from "#lib/domain/quantity";
import { SCHEMA_TYPE_NAMES } from "#lib/domain/schema";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import { templateLabel } from "#lib/domain/topic-name-template";

/** A rule as sentences, one for each thing that it states. */
export function ruleInWords(rule: PolicyRule): string[] {
  return say(rule);
}

type Rule<Kind extends PolicyKind> = Extract<PolicyRule, { kind: Kind }>;

const SAYS: { readonly [Kind in PolicyKind]: (rule: Rule<Kind>) => string[] } = {
  "topic-name": sayTopicName,
  partitions: ({ min, max, multipleOf }) => [
    ...ranged("A topic has", min?.toString(), max?.toString(), "partitions"),
    ...(multipleOf === undefined ? [] : [`The number of partitions is a multiple of ${multipleOf}.`]),
  ],
  replication: ({ min, max, minInsyncReplicas }) => [
    ...ranged("The replication factor is", min?.toString(), max?.toString()),
    ...(minInsyncReplicas === undefined ? [] : [`min.insync.replicas is at least ${minInsyncReplicas}.`]),
  ],
  retention: sayRetention,
  config: ({ rules, unknownKeysAllowed }) => [
    ...rules.map(sayConfigKey),
    unknownKeysAllowed ? "Other settings are free." : "Other settings cannot be asked for.",
  ],
  metadata: sayMetadata,
  budget: sayBudget,
  access: sayAccess,
  schema: saySchema,
};

function say<Kind extends PolicyKind>(rule: Rule<Kind>): string[] {
  const words: (rule: Rule<Kind>) => string[] = SAYS[rule.kind as Kind];
  return words(rule);
}

function sayTopicName(rule: Rule<"topic-name">): string[] {
  const { segments, forbiddenWords } = rule;
  const words = forbiddenWords.length === 0 ? [] : [`It does not hold ${listed(forbiddenWords, "or")}.`];
  return [`A name is ${templateLabel(rule)}.`, ...segments.map(saySegment), ...words];
}

function saySegment(segment: NameSegment): string {
  switch (segment.type) {
    case "team-prefix":
      return `${segment.name} is a prefix of the team.`;
    case "one-of":
      return `${segment.name} is ${listed(segment.values, "or")}.`;
    case "pattern":
      return `${segment.name} is ${segment.describe}.`;
    case "version":
      return `${segment.name} is v1, v2 and so on.`;
  }
}

function sayRetention({ minMs, maxMs, maxBytes, unlimitedAllowed }: Rule<"retention">): string[] {
  const duration = (ms: string | undefined) => (ms === undefined ? undefined : formatDuration(BigInt(ms)));
  return [
    ...ranged("Records are kept for", duration(minMs), duration(maxMs)),
    ...(maxBytes === undefined ? [] : [`A partition keeps at most ${formatBytes(BigInt(maxBytes))}.`]),
    unlimitedAllowed ? "Unlimited retention is allowed." : "Unlimited retention is not allowed.",
  ];
}

function sayConfigKey({ key, required, forbidden, allowed, min, max }: Rule<"config">["rules"][number]): string {
  if (forbidden) return `${key} is set by the platform.`;

  const value = (limit: string | undefined) => (limit === undefined ? undefined : formatConfigValue(key, limit));
  const said = [
    ...(required ? ["has to be stated"] : []),
    ...(allowed ? [`is ${listed(allowed, "or")}`] : []),
    ...(min !== undefined || max !== undefined ? [`is ${range(value(min), value(max))}`] : []),
  ];
  return `${key} ${said.length === 0 ? "may be asked for" : said.join(" and ")}.`;
}

function sayMetadata({ required, classifications, minDescriptionLength }: Rule<"metadata">): string[] {
  return [
    ...(required.length === 0 ? [] : [`A topic states its ${listed(required, "and")}.`]),
    ...(classifications ? [`The classification is ${listed(classifications, "or")}.`] : []),
    ...(minDescriptionLength === undefined ? [] : [`The description has at least ${minDescriptionLength} characters.`]),
  ];
}

function sayBudget({ topics, partitions, bytes }: Rule<"budget">): string[] {
  const limits = [
    ...(topics === undefined ? [] : [`${grouped(topics)} topics`]),
    ...(partitions === undefined ? [] : [`${grouped(partitions)} partitions`]),
    ...(bytes === undefined ? [] : [`${approximateBytes(BigInt(bytes))} stored`]),
  ];
  return limits.length === 0
    ? []
    : [`A team has at most ${listed(limits, "and")} on one cluster, counting what is pending.`];
}

function sayAccess(rule: Rule<"access">): string[] {
  const { maxDays, operations, prefixedAllowed, transactionalAllowed, classifications, maxQuota = {} } = rule;
  const data = classifications ? `Access to ${listed(classifications, "or")} data` : "Access";
  const { producerByteRate, consumerByteRate, requestPercentage } = maxQuota;
  return [
    ...(maxDays === undefined ? [] : [`${data} ends after at most ${maxDays} ${maxDays === 1 ? "day" : "days"}.`]),
    ...(operations ? [`${data} is to ${listed(operations, "or")} only.`] : []),
    ...(prefixedAllowed ? [] : [`${data} is to single topics, not to all that begin with a text.`]),
    ...(transactionalAllowed ? [] : [`${data} is without transactional ids.`]),
    ...sayQuota("produces at most", producerByteRate, perSecond),
    ...sayQuota("consumes at most", consumerByteRate, perSecond),
    ...sayQuota("takes at most", requestPercentage, (percent) => `${percent} % of a thread's time`),
  ];
}

function saySchema({ types, strategies, lowestCompatibility, docs, fieldName }: Rule<"schema">): string[] {
  const names = types?.map((type) => SCHEMA_TYPE_NAMES[type]);
  return [
    ...(names ? [`A schema is ${listed(names, "or")}.`] : []),
    ...(strategies ? [`A subject is named by ${listed(strategies, "or")}.`] : []),
    ...(lowestCompatibility
      ? [`Compatibility is at least ${lowestCompatibility}: ${lowerFirst(COMPATIBILITY_MEANINGS[lowestCompatibility])}`]
      : []),
    ...(docs === "every-field" ? ["Every field has documentation."] : []),
    ...(fieldName ? [`A field's name is ${fieldName.describe}.`] : []),
  ];
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function sayQuota(says: string, limit: number | undefined, shown: (limit: number) => string): string[] {
  return limit === undefined ? [] : [`A principal ${says} ${shown(limit)} on each broker.`];
}

function perSecond(bytes: number): string {
  return `${formatBytes(BigInt(bytes))}/s`;
}

function ranged(subject: string, min: string | undefined, max: string | undefined, unit = ""): string[] {
  if (min === undefined && max === undefined) return [];
  return [`${[subject, range(min, max), unit].filter(Boolean).join(" ")}.`];
}

function range(min: string | undefined, max: string | undefined): string {
  if (min === undefined) return `at most ${max}`;
  if (max === undefined) return `at least ${min}`;
  return min === max ? `exactly ${min}` : `${min} to ${max}`;
}

/** `a, b or c` */
export function listed(values: readonly string[], word: "and" | "or"): string {
  if (values.length < 2) return values.join("");
  return `${values.slice(0, -1).join(", ")} ${word} ${values.at(-1)}`;
}
