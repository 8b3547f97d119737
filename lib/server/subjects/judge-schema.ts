import type { Connection } from "#lib/db/database";
import { databaseNow } from "#lib/db/stores/clock";
import { registrySight } from "#lib/db/stores/observed-subjects";
import { currentPolicies } from "#lib/db/stores/policies";
import type { Cluster } from "#lib/domain/cluster";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaPatch } from "#lib/domain/request-kind";
import type { Slot } from "#lib/domain/slot";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planSchema } from "#lib/plan/plan-schema";
import { platformSlot, readerSlots, requiredSlots } from "#lib/policy/required-slots";
import { evaluateSchema } from "#lib/policy/schema";
import { schemaRisk } from "#lib/policy/schema-risk";
import type { ParsedSchema } from "#lib/schema/parsed-schema";
import type { Judgement } from "../requests/request-kind.ts";
import { type Impact, readerInWords, schemaImpact } from "./schema-impact.ts";

type Team = { id: string; slug: string; name: string };

export type SchemaCase = {
  cluster: Cluster;
  subject: string;
  team: Team;
  patch: SchemaPatch;
  parsed: ParsedSchema;
  /** The subject's level as it is desired now; null for a subject that is not there yet. */
  current: CompatibilityLevel | null;
  /** The slots that its request has; none while it is typed. */
  held: readonly Slot[];
};

export type JudgedSchema = { judged: Judgement<"schema.register">; impact: Impact };

/** Judges a new version of a subject: rules, plan, readers, risk and who must decide. Reads only. */
export async function judgeSchema(db: Connection, asked: SchemaCase): Promise<JudgedSchema> {
  const { cluster, subject, team, patch, parsed, current } = asked;
  const level = current ?? patch.compatibility;
  const topic = patch.place.topic;
  const impact = await schemaImpact(db, { cluster: cluster.slug, subject, topic, parsed, level, forced: patch.forced });
  const violations = evaluateSchema(await currentPolicies(db), {
    cluster,
    team,
    name: subject,
    strategy: patch.place.strategy,
    compatibility: patch.compatibility,
    schema: parsed,
  });
  const plan = planSchema({
    cluster: cluster.slug,
    subject,
    schemaType: parsed.schemaType,
    hash: parsed.hash,
    base: impact.base && { version: impact.base.version, hash: impact.baseHash },
    changes: impact.changes,
    compatibility: { from: current, to: patch.compatibility },
    forced: patch.forced,
    incompatible: whyIncompatible(impact),
    readers: [...impact.readers.map(readerInWords), ...(impact.unknownReaders ? [NOBODY_KNOWS] : [])],
    observedAt: (await registrySight(db, cluster.slug)).seenAt,
  });
  const unjudged = impact.verdict.state === "unjudged";
  const risk = schemaRisk({ tier: cluster.tier, changes: impact.changes, forced: patch.forced, unjudged });
  const judged = {
    patch,
    plan,
    fingerprint: fingerprintOf(plan),
    violations,
    denied: violations.some(({ enforcement }) => enforcement === "deny"),
    risk,
    slots: slotsFor(impact, requiredSlots("schema.register", risk, team), {
      team,
      held: asked.held,
      now: await databaseNow(db),
    }),
    partitions: 0,
    estimatedBytes: 0n,
  };
  return { judged, impact };
}

/** The registry's own words, ours where it gives none; null where it found nothing, or was not asked. */
function whyIncompatible({ verdict, explanation }: Impact): readonly string[] | null {
  if (verdict.state !== "judged" || verdict.compatible) return null;
  return verdict.messages.length > 0 ? verdict.messages : explanation;
}

const NOBODY_KNOWS = "Nobody knows who reads it: it belongs to no topic.";

/** First those who lose something, then those who decide; for readers whom nobody knows, the platform does. */
function slotsFor(
  { readers, unknownReaders }: Impact,
  deciding: readonly Slot[],
  { team, held, now }: { team: Team; held: readonly Slot[]; now: Date },
): Slot[] {
  const known = readers.flatMap((reader) => (reader.team ? [reader.team] : []));
  const strangers = unknownReaders || readers.some((reader) => reader.team === null);
  const platform = strangers && !deciding.some(({ id }) => id === "platform-admin");
  return [...readerSlots(known, team, now, held), ...deciding, ...(platform ? [platformSlot()] : [])];
}
