import {
  OWNER_CONFIDENCES,
  OWNER_EVIDENCE,
  type OwnerCandidate,
  type OwnerConfidence,
  type OwnerEvidence,
} from "#lib/domain/owner-candidate";
import type { OwnershipFacts, TopicBinding } from "#lib/domain/ownership-facts";
import { type TeamNames, teamNames } from "./team-names.ts";

type Kind = OwnerEvidence["kind"];
type Sign = OwnerEvidence & { team: string; confidence: OwnerConfidence };

/** Signs of one class follow from each other: who reads a topic has a group there. */
const CLASS: { readonly [K in Kind]: "naming" | "writing" | "reading" } = {
  prefix: "naming",
  name: "naming",
  writer: "writing",
  reader: "reading",
  group: "reading",
};

/** Signs of one kind that are told for a team; more of the same convince nobody more. */
const TOLD_OF_A_KIND = 3;

/** Teams that are told of a topic. */
const TOLD_TEAMS = 5;

/**
 * Infers who owns topics that nobody manages. Pure, and the same whatever the order of the facts. The facts are indexed once; each topic is then a
 * few look-ups, however many facts there are.
 * @returns for a topic's name, the candidates, the surest first; none when nothing speaks for anybody
 */
export function ownerInference(facts: OwnershipFacts): (topic: string) => OwnerCandidate[] {
  const names = teamNames(facts);
  const readers = [bindingSigns(facts, names), groupSigns(facts, names), alikeSigns(facts), ownNameSigns(names)];
  return (topic) => candidates([...prefixSigns(facts, topic), ...readers.flatMap((signs) => signs(topic))]);
}

function candidates(signs: readonly Sign[]): OwnerCandidate[] {
  const byTeam = Map.groupBy(signs, ({ team }) => team);
  return [...byTeam]
    .map(([team, own]) => ({ team, confidence: confidenceOf(own), evidence: told(own) }))
    .toSorted((one, other) => compare(one, other))
    .slice(0, TOLD_TEAMS);
}

function confidenceOf(signs: readonly Sign[]): OwnerConfidence {
  const strongest = OWNER_CONFIDENCES.find((level) => signs.some(({ confidence }) => confidence === level)) ?? "weak";
  const classes = new Set(signs.map(({ kind }) => CLASS[kind]));
  return strongest === "weak" && classes.size > 1 ? "likely" : strongest;
}

function told(signs: readonly Sign[]): OwnerEvidence[] {
  return OWNER_EVIDENCE.flatMap((kind) => {
    const texts = [...new Set(signs.filter((sign) => sign.kind === kind).map(({ text }) => text))].toSorted();
    return texts.slice(0, TOLD_OF_A_KIND).map((text) => ({ kind, text }));
  });
}

function compare(one: OwnerCandidate, other: OwnerCandidate): number {
  return (
    OWNER_CONFIDENCES.indexOf(one.confidence) - OWNER_CONFIDENCES.indexOf(other.confidence) ||
    strongestKind(one) - strongestKind(other) ||
    other.evidence.length - one.evidence.length ||
    (one.team < other.team ? -1 : 1)
  );
}

function strongestKind({ evidence: [first] }: OwnerCandidate): number {
  return OWNER_EVIDENCE.indexOf(first?.kind ?? "group");
}

function prefixSigns({ prefixes }: OwnershipFacts, topic: string): Sign[] {
  return prefixes.flatMap(({ prefix, team }) =>
    topic.startsWith(prefix) && topic.length > prefix.length
      ? [{ kind: "prefix" as const, team, confidence: "certain" as const, text: `The prefix ${prefix} is the team’s.` }]
      : [],
  );
}

type Bound = TopicBinding & { owner: string; byName: boolean };

/** Who may write and who may read, by the ACLs that cover a name. An ACL on all topics (`*`) tells nothing. */
function bindingSigns({ bindings }: OwnershipFacts, names: TeamNames): (topic: string) => Sign[] {
  const known = bindings.flatMap((binding): Bound[] => {
    if (binding.resourceName === "*") return [];
    const owner = binding.team ?? names.of(binding.principal.replace(/^User:/, ""));
    return owner === null ? [] : [{ ...binding, owner, byName: binding.team === null }];
  });
  const literal = Map.groupBy(
    known.filter(({ patternType }) => patternType === "LITERAL"),
    ({ resourceName }) => resourceName,
  );
  const prefixed = Map.groupBy(
    known.filter(({ patternType }) => patternType === "PREFIXED"),
    ({ resourceName }) => resourceName,
  );

  return (topic) => {
    const covering = [...(literal.get(topic) ?? []), ...beginnings(topic).flatMap((text) => prefixed.get(text) ?? [])];
    const writers = new Set(covering.filter(({ access }) => access === "write").map(({ owner }) => owner));
    return covering.map((bound) => bindingSign(bound, writers.size === 1));
  };
}

function bindingSign(
  { principal, owner, byName, access, patternType, resourceName }: Bound,
  onlyWriter: boolean,
): Sign {
  const kind = access === "write" ? "writer" : "reader";
  const confidence = kind === "writer" && onlyWriter && !byName ? "likely" : "weak";
  const pattern = patternType === "PREFIXED" ? `all that begins with “${resourceName}”` : "it";
  const whose = byName ? "whose name is like the team’s" : "of the team’s application";
  return { kind, team: owner, confidence, text: `${principal}, ${whose}, may ${access} ${pattern}.` };
}

/** All beginnings of a text, the text too. */
function beginnings(text: string): string[] {
  return Array.from({ length: text.length }, (_, index) => text.slice(0, index + 1));
}

function groupSigns({ groups }: OwnershipFacts, names: TeamNames): (topic: string) => Sign[] {
  const byTopic = Map.groupBy(groups, ({ topic }) => topic);
  return (topic) =>
    (byTopic.get(topic) ?? []).flatMap(({ group, team }): Sign[] => {
      const owner = team ?? names.of(group);
      const whose = team === null ? "whose name is like the team’s" : "of the team’s application";
      const text = `Consumer group ${group}, ${whose}, reads it.`;
      return owner === null ? [] : [{ kind: "group", team: owner, confidence: "weak", text }];
    });
}

/** Teams whose topics have the longest beginning in common with it, in whole segments between dots. */
function alikeSigns({ topics }: OwnershipFacts): (topic: string) => Sign[] {
  const teams = new Map<string, Map<string, number>>();
  for (const { name, team } of topics) {
    for (const beginning of segmentBeginnings(name)) {
      const counts = teams.get(beginning) ?? new Map<string, number>();
      teams.set(beginning, counts.set(team, (counts.get(team) ?? 0) + 1));
    }
  }

  return (topic) => {
    const longest = segmentBeginnings(topic).findLast((beginning) => teams.has(beginning));
    const counts = longest === undefined ? undefined : teams.get(longest);
    if (longest === undefined || !counts) return [];
    const strong = counts.size === 1 && longest.includes(".");
    return [...counts].map(([team, count]) => ({
      kind: "name",
      team,
      confidence: strong ? "likely" : "weak",
      text: `${count === 1 ? "1 topic" : `${count} topics`} of the team begin with ${longest} too.`,
    }));
  };
}

/** `a.b.v1` → `a`, `a.b`: the last segment of a name is its own. */
function segmentBeginnings(name: string): string[] {
  const segments = name.split(".");
  return segments.slice(0, -1).map((_, index) => segments.slice(0, index + 1).join("."));
}

function ownNameSigns(names: TeamNames): (topic: string) => Sign[] {
  return (topic) => {
    const team = names.bySlug(topic);
    const text = `Its name begins with ${team}.`;
    return team === null ? [] : [{ kind: "name", team, confidence: "weak", text }];
  };
}
