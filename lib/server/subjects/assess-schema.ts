import type { Connection } from "#lib/db/database";
import { findObservedSubject, loadReferences, registrySight } from "#lib/db/stores/observed-subjects";
import { findSubject, openSubjectRequest, type Subject } from "#lib/db/stores/subjects";
import type { Cluster } from "#lib/domain/cluster";
import { type CompatibilityLevel, DEFAULT_COMPATIBILITY } from "#lib/domain/compatibility";
import type { FieldError } from "#lib/domain/result";
import type { SchemaDefinition, SchemaProblem } from "#lib/domain/schema";
import type { SubjectPart, SubjectStrategy } from "#lib/domain/subject-name";
import { parseSchema } from "#lib/schema/parse-schema";
import type { ParsedSchema } from "#lib/schema/parsed-schema";
import { placeByName } from "../read/subject-place.ts";
import { type JudgedSchema, judgeSchema } from "./judge-schema.ts";
import { driftProblem } from "./living-subject.ts";
import { namedSubject, subjectOwner } from "./subject-owner.ts";

type Team = { id: string; slug: string; name: string };

/** A schema as somebody asks for it. */
export type SchemaAsked = {
  cluster: Cluster;
  strategy: SubjectStrategy;
  topic: string | null;
  part: SubjectPart | null;
  /** Slug of the team that shall own it; null for whoever owns the topic or the prefix. */
  team: string | null;
  definition: SchemaDefinition;
  compatibility: CompatibilityLevel | null;
  forced: boolean;
};

/** What is known of a schema that is asked for, as far as it goes. */
export type AssessedSchema = {
  /** Fields that are wrong in themselves. */
  errors: FieldError[];
  /** What is wrong with the text. */
  problems: SchemaProblem[];
  /** What stands against it beside the rules. */
  conflicts: FieldError[];
  subject: string | null;
  team: Team | null;
  parsed: ParsedSchema | null;
  judged: JudgedSchema | null;
};

const NOTHING: AssessedSchema = {
  errors: [],
  problems: [],
  conflicts: [],
  subject: null,
  team: null,
  parsed: null,
  judged: null,
};

/** Everything about a schema that is asked for: for a preview, and for admitting it. Reads only. */
export async function assessSchema(db: Connection, asked: SchemaAsked): Promise<AssessedSchema> {
  const { cluster, definition, strategy, topic, part } = asked;
  const { registry } = await registrySight(db, cluster.slug);
  if (!registry) {
    const message = `${cluster.slug} has no schema registry.`;
    return { ...NOTHING, errors: [{ path: "cluster", message }] };
  }
  const read = parseSchema(definition, await loadReferences(db, cluster.slug, definition.references));
  const record = read.ok ? read.value.recordName : null;
  // While the text is wrong it names nothing; that is said of the text, not of the name.
  const named = namedSubject({ strategy, topic, part, record });
  const unnamed = named.errors.filter(({ path }) => read.ok || path !== "schema");
  if (named.name === null) return { ...NOTHING, ...problemsOf(read), errors: unnamed };

  const subject = named.name;
  const other = strategy === "TopicNameStrategy" ? null : await placeByName(db, cluster.slug, subject);
  if (other) return { ...NOTHING, ...problemsOf(read), subject, errors: [anothersName(subject, other.topic)] };
  const team = await subjectOwner(db, cluster.slug, subject, topic);
  const unowned = ownerProblem(asked, subject, team);
  if (unowned || !team) return { ...NOTHING, ...problemsOf(read), subject, errors: unowned ? [unowned] : [] };
  if (!read.ok) return { ...NOTHING, problems: read.problems, subject, team };
  return {
    ...(await judgeParsed(db, asked, { subject, team, parsed: read.value })),
    subject,
    team,
    parsed: read.value,
  };
}

function problemsOf(read: ReturnType<typeof parseSchema>) {
  return { problems: read.ok ? [] : read.problems, parsed: read.ok ? read.value : null };
}

/** A record can be called so that its subject would be what serializers look for by the name of a topic, maybe another team's. */
function anothersName(subject: string, topic: string | null): FieldError {
  return {
    path: "schema",
    message: `${subject} is what programs look for by the name of ${topic}: name the record differently.`,
  };
}

function ownerProblem(
  { cluster, topic, team: wanted }: SchemaAsked,
  subject: string,
  owner: Team | null,
): FieldError | null {
  if (owner === null) {
    return topic === null
      ? { path: "schema", message: `No team's names begin like ${subject}.` }
      : { path: "topic", message: `${topic} is not a managed topic on ${cluster.slug}.` };
  }
  if (wanted === null || wanted === owner.slug) return null;
  return { path: "team", message: `${subject} belongs to ${owner.name}, not to ${wanted}.` };
}

async function judgeParsed(
  db: Connection,
  asked: SchemaAsked,
  { subject, team, parsed }: { subject: string; team: Team; parsed: ParsedSchema },
): Promise<Pick<AssessedSchema, "errors" | "problems" | "conflicts" | "judged">> {
  const { cluster, definition, strategy, topic, part, forced } = asked;
  const managed = await findSubject(db, cluster.slug, subject);
  const living = managed?.deletion === null ? managed : null;
  const compatibility = living?.compatibility ?? asked.compatibility ?? DEFAULT_COMPATIBILITY;
  const place = living?.place ?? { strategy, topic, part };
  const patch = { place, definition, hash: parsed.hash, compatibility, forced };
  const current = living?.compatibility ?? null;
  const judged = await judgeSchema(db, { cluster, subject, team, patch, parsed, current, held: [] });
  const conflicts = await conflictsWith(db, asked, { subject, living, parsed, judged });
  return { errors: [], problems: [], conflicts, judged };
}

type Found = { subject: string; living: Subject | null; parsed: ParsedSchema; judged: JudgedSchema };

async function conflictsWith(db: Connection, asked: SchemaAsked, found: Found): Promise<FieldError[]> {
  const { cluster, compatibility, forced } = asked;
  const { subject, living, parsed, judged } = found;
  const observed = await findObservedSubject(db, cluster.slug, subject);
  const same = observed?.versions.find(({ hash, deleted }) => !deleted && hash === parsed.hash);
  const { verdict } = judged.impact;
  const drift = living && driftProblem(living);
  const mine = { kind: "schema.register", cluster: cluster.slug, name: subject, exceptRequest: null } as const;
  const open = await openSubjectRequest(db, mine);
  return [
    ...(open === null
      ? []
      : [
          {
            path: "subject",
            message: `A schema of ${subject} is asked for already: request ${open} has to be decided first.`,
          },
        ]),
    ...(observed && !living
      ? [{ path: "subject", message: `${subject} is in the registry, but not managed here; adopt it first.` }]
      : []),
    ...(same ? [{ path: "schema", message: `It is version ${same.version} of ${subject} already.` }] : []),
    ...(living && compatibility !== null && compatibility !== living.compatibility
      ? [
          {
            path: "compatibility",
            message: `${subject} has ${living.compatibility}; another level is a request of its own.`,
          },
        ]
      : []),
    ...(forced && (verdict.state === "none" || (verdict.state === "judged" && verdict.compatible))
      ? [{ path: "forced", message: "Nothing has to be forced: the registry takes it as it is." }]
      : []),
    ...(drift ? [drift] : []),
  ];
}
