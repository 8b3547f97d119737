import { wholeNumber } from "#lib/domain/quantity";
import { topicConfigKey } from "#lib/domain/topic-config-keys";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import { configPath, type Evaluator, type Finding, type Proposal, type RuleOf } from "./evaluator.ts";
import type { Place } from "./scope.ts";

type KeyRule = RuleOf<"config">["rules"][number];

/** Judges settings key by key: required, forbidden, allowed values, range; and keys that the rule does not name. */
export const evaluateConfig: Evaluator<"config"> = ({ rules, unknownKeysAllowed }, { spec }, place) => [
  ...rules.flatMap((rule) => judgeKey(rule, spec.config[rule.key], place)),
  ...(unknownKeysAllowed ? [] : unnamedKeys(rules, spec, place)),
];

function judgeKey(rule: KeyRule, value: string | undefined, place: Place): Finding[] {
  const { key } = rule;
  if (value === undefined) {
    if (!rule.required) return [];
    const suggestion = rule.allowed?.[0] ?? rule.min ?? rule.max ?? null;
    return [
      {
        path: configPath(key),
        actual: null,
        limit: "required",
        message: `${place.name} needs \`${key}\`.`,
        suggestion,
      },
    ];
  }
  if (rule.forbidden) {
    const message = `\`${key}\` is set by the platform.`;
    return [{ path: configPath(key), actual: value, limit: "not set", message, suggestion: null }];
  }
  return [...allowedValues(rule, value), ...range(rule, value, place)];
}

function allowedValues({ key, allowed }: KeyRule, value: string): Finding[] {
  if (!allowed || allowed.some((one) => same(key, one, value))) return [];
  const choices = allowed.map((one) => formatConfigValue(key, one)).join(", ");
  return [
    {
      path: configPath(key),
      actual: value,
      limit: `one of ${choices}`,
      message: `\`${key}\` is ${formatConfigValue(key, value)}; allowed ${allowed.length === 1 ? "is" : "are"} ${choices}.`,
      suggestion: allowed[0] ?? null,
    },
  ];
}

/** A list says the same in any order. */
function same(key: string, one: string, other: string): boolean {
  if (topicConfigKey(key)?.type !== "list") return one === other;
  const sorted = (list: string) => list.split(",").sort().join(",");
  return sorted(one) === sorted(other);
}

/** A value that is no number is not judged here: Kafka refuses it, and the form says so. */
function range({ key, min, max }: KeyRule, value: string, place: Place): Finding[] {
  const given = wholeNumber(value);
  if (given === undefined) return [];

  const shown = (bound: string) => formatConfigValue(key, bound);
  const finding = (limit: string, needs: string, suggestion: string): Finding => ({
    path: configPath(key),
    actual: value,
    limit,
    message: `\`${key}\` is ${shown(value)}; ${needs}.`,
    suggestion,
  });
  const known = topicConfigKey(key);
  const unlimited = known !== undefined && "unlimited" in known && given === known.unlimited;
  if (max !== undefined && (unlimited || given > BigInt(max))) {
    return [finding(`at most ${shown(max)}`, `the limit ${place.at} is ${shown(max)}`, max)];
  }
  if (min !== undefined && !unlimited && given < BigInt(min)) {
    return [finding(`at least ${shown(min)}`, `${place.name} needs at least ${shown(min)}`, min)];
  }
  return [];
}

function unnamedKeys(rules: readonly KeyRule[], { config }: Proposal["spec"], place: Place): Finding[] {
  const open = rules.filter(({ forbidden }) => !forbidden).map(({ key }) => key);
  const named = new Set(rules.map(({ key }) => key));
  return Object.keys(config)
    .filter((key) => !named.has(key))
    .sort()
    .map((key) => ({
      path: configPath(key),
      actual: config[key] ?? null,
      limit: `one of ${open.join(", ")}`,
      message: `\`${key}\` cannot be set ${place.at}; what can be is ${open.join(", ")}.`,
      suggestion: null,
    }));
}
