import type { NameSegment, PolicyRule } from "./policy.ts";
import { MAX_TOPIC_NAME_LENGTH } from "./topic-name.ts";

/** What a topic name is made of: segments between separators. Patterns are RE2 and judged on the server only. */
export type NameTemplate = Pick<
  Extract<PolicyRule, { kind: "topic-name" }>,
  "separator" | "segments" | "forbiddenWords"
>;

/** A name taken apart: the value of each segment under the segment's name, empty where the name has none. */
export type NameParts = Record<string, string>;

/** `v1`, `v2`, …: no leading zero, so that one version has one spelling. */
const VERSION = /^v[1-9]\d{0,8}$/;

/** True for `v1`, `v2`, …. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** The template as people read it: `{domain}.{dataset}.v{n}`. */
export function templateLabel({ segments, separator }: NameTemplate): string {
  return segments.map((segment) => (segment.type === "version" ? "v{n}" : `{${segment.name}}`)).join(separator);
}

/** The name that the parts make; a missing part leaves its place empty. */
export function renderTemplate({ segments, separator }: NameTemplate, parts: NameParts): string {
  return segments.map(({ name }) => parts[name] ?? "").join(separator);
}

/**
 * A team's prefixes as values for the `team-prefix` segment: without the separator that ends them. One that ends with another separator cannot
 * begin a name of this template.
 */
export function prefixValues({ separator }: Pick<NameTemplate, "separator">, prefixes: readonly string[]): string[] {
  return prefixes.filter((prefix) => prefix.endsWith(separator)).map((prefix) => prefix.slice(0, -separator.length));
}

/**
 * Takes a whole name apart, as far as it goes: the team's own prefix wherever it stands in front (it may hold separators), a version at
 * the end, and what is left to the other segments in order; what is too much stays with the first segment that is a pattern. Never
 * fails: whether the parts are right is another question.
 * @param prefixes the team's prefixes, with their separators
 */
export function splitName(template: NameTemplate, name: string, prefixes: readonly string[] = []): NameParts {
  const { segments, separator } = template;
  const parts: NameParts = Object.fromEntries(segments.map((segment) => [segment.name, ""]));
  let open = [...segments];
  let rest = name === "" ? [] : name.split(separator);

  const first = open[0];
  const own = first?.type === "team-prefix" ? ownPrefix(template, name, prefixes) : undefined;
  if (first && own !== undefined) {
    parts[first.name] = own;
    open = open.slice(1);
    rest = rest.slice(own.split(separator).length);
  }

  const last = open.at(-1);
  if (last?.type === "version") {
    const version = rest.at(-1) ?? "";
    if (/^v?\d+$/i.test(version) || rest.length >= open.length) {
      parts[last.name] = version;
      rest = rest.slice(0, -1);
    }
    open = open.slice(0, -1);
  }

  // Too few parts: a domain is left out more often than what the topic is about.
  if (open[0]?.type === "team-prefix" && rest.length < open.length) open = open.slice(1);
  return { ...parts, ...distribute(open, rest, separator) };
}

/**
 * A name near the given one that has the template's form: lower case, words joined by hyphens (`_` where the hyphen separates segments), the
 * team's prefix in front, a version at the end, forbidden words left out. Undefined when a segment is left with nothing to say. Patterns are not
 * looked at: judge the answer before offering it.
 */
export function suggestName(template: NameTemplate, name: string, prefixes: readonly string[]): string | undefined {
  const { segments, separator } = template;
  const parts = splitName(template, normalized(template, name, prefixes), prefixes);
  for (const segment of segments) {
    const repaired = repair(segment, parts[segment.name] ?? "", template, prefixes);
    if (repaired === "") return undefined;
    parts[segment.name] = repaired;
  }
  const suggestion = segments.map((segment) => parts[segment.name]).join(separator);
  return suggestion.length <= MAX_TOPIC_NAME_LENGTH ? suggestion : undefined;
}

/** Puts the template's separator between an own prefix, the middle and a version that another separator set apart. */
function normalized(template: NameTemplate, name: string, prefixes: readonly string[]): string {
  const { segments, separator } = template;
  const lower = name.trim();
  const own = prefixValues(template, prefixes).find((prefix) => startsLoosely(lower, prefix));
  const front = segments[0]?.type === "team-prefix" && own !== undefined ? `${own}${separator}` : "";
  const middle = front ? lower.slice(front.length) : lower;
  if (segments.at(-1)?.type !== "version") return front + middle;
  return front + middle.replace(/[._-](v?\d+)$/i, (_, version: string) => `${separator}${version}`);
}

function startsLoosely(name: string, prefix: string): boolean {
  const follows = name.charAt(prefix.length);
  return name.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase() && /^[._-]$/.test(follows);
}

function ownPrefix(template: NameTemplate, name: string, prefixes: readonly string[]): string | undefined {
  return prefixValues(template, prefixes)
    .filter((prefix) => name === prefix || name.startsWith(prefix + template.separator))
    .sort((a, b) => b.length - a.length)[0];
}

function distribute(segments: readonly NameSegment[], parts: readonly string[], separator: string): NameParts {
  const surplus = Math.max(0, parts.length - segments.length);
  const pattern = segments.findIndex(({ type }) => type === "pattern");
  const widest = pattern === -1 ? segments.length - 1 : pattern;

  const shared: NameParts = {};
  let at = 0;
  for (const [index, { name }] of segments.entries()) {
    const width = index === widest ? 1 + surplus : 1;
    shared[name] = parts.slice(at, at + width).join(separator);
    at += width;
  }
  return shared;
}

function repair(segment: NameSegment, given: string, template: NameTemplate, prefixes: readonly string[]): string {
  switch (segment.type) {
    case "team-prefix": {
      const own = prefixValues(template, prefixes);
      return own.find((prefix) => prefix.toLowerCase() === given.toLowerCase()) ?? own[0] ?? "";
    }
    case "one-of":
      return segment.values.find((value) => value.toLowerCase() === given.toLowerCase()) ?? segment.values[0] ?? "";
    case "version": {
      const number = /^v?0*([1-9]\d{0,8})$/i.exec(given)?.[1];
      return `v${number ?? "1"}`;
    }
    case "pattern":
      return words(given)
        .filter((word) => !template.forbiddenWords.some((forbidden) => forbidden.toLowerCase() === word))
        .join(template.separator === "-" ? "_" : "-");
  }
}

/** The words of a text in any spelling, in lower case: `OrderPlaced`, `order_placed`, `ORDER placed` are `order`, `placed`. */
export function words(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
