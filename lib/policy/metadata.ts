import type { TopicMetadata } from "#lib/domain/topic-spec";
import type { Evaluator, Finding, RuleOf } from "./evaluator.ts";
import type { Place } from "./scope.ts";

type RequiredField = RuleOf<"metadata">["required"][number];

/**
 * Judges what people say about a topic. Nothing is suggested: only the team knows what its data is, and a classification that was
 * lowered to pass would be a lie.
 */
export const evaluateMetadata: Evaluator<"metadata"> = (rule, { metadata }, place) => [
  ...rule.required.filter((field) => missing(metadata, field)).map((field) => required(field, place)),
  ...classification(rule, metadata, place),
  ...descriptionLength(rule, metadata, place),
];

const LABELS: { readonly [Field in RequiredField]: string } = {
  description: "a description",
  contact: "a contact",
  docs: "documentation",
  tags: "at least one tag",
  expectedBytesPerSecond: "an expected write rate",
};

function missing(metadata: TopicMetadata, field: RequiredField): boolean {
  const value = metadata[field];
  return value === null || (typeof value !== "number" && value.length === 0);
}

function required(field: RequiredField, place: Place): Finding {
  const message = `a topic ${place.at} needs ${LABELS[field]}.`;
  return { path: `metadata.${field}`, actual: null, limit: "required", message, suggestion: null };
}

function classification({ classifications }: RuleOf<"metadata">, metadata: TopicMetadata, place: Place): Finding[] {
  if (!classifications || classifications.includes(metadata.classification)) return [];
  const allowed = classifications.join(", ");
  return [
    {
      path: "metadata.classification",
      actual: metadata.classification,
      limit: `one of ${allowed}`,
      message: `${metadata.classification} data is not allowed ${place.at}; allowed ${classifications.length === 1 ? "is" : "are"} ${allowed}.`,
      suggestion: null,
    },
  ];
}

function descriptionLength(rule: RuleOf<"metadata">, { description }: TopicMetadata, place: Place): Finding[] {
  const minimum = rule.minDescriptionLength;
  const length = [...description.trim()].length;
  const saidAlready = length === 0 && rule.required.includes("description");
  if (minimum === undefined || length >= minimum || saidAlready) return [];
  return [
    {
      path: "metadata.description",
      actual: String(length),
      limit: `at least ${minimum} characters`,
      message: `the description has ${length} ${length === 1 ? "character" : "characters"}; ${place.name} needs at least ${minimum}.`,
      suggestion: null,
    },
  ];
}
