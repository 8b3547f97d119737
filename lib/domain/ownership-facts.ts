/** An ALLOW on topics: who may write or read what the pattern covers. `team` owns the principal's application; null when none does. */
export type TopicBinding = {
  principal: string;
  team: string | null;
  access: "write" | "read";
  patternType: "LITERAL" | "PREFIXED";
  resourceName: string;
};

/** What is known that can tell the owners of topics which nobody manages. Teams stand by their slugs. */
export type OwnershipFacts = {
  teams: readonly string[];
  /** With the separator that ends them; no two of different teams overlap. */
  prefixes: readonly { prefix: string; team: string }[];
  applications: readonly { slug: string; team: string }[];
  bindings: readonly TopicBinding[];
  /** Groups that committed offsets in a topic; `team` holds a grant with that group, null when none does. */
  groups: readonly { group: string; topic: string; team: string | null }[];
  /** Topics that are managed already, on whatever cluster. */
  topics: readonly { name: string; team: string }[];
};
