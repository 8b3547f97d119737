import { PreviewSchema, type SchemaPreview } from "#lib/contract/schema-requests";
import { Reason } from "#lib/contract/topic-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { fail, ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { parsePart } from "../parse-input.ts";
import { slotsWithHolders } from "../read/slot-holders.ts";
import { refusalOf } from "../refusal.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { type AssessedSchema, assessSchema } from "../subjects/assess-schema.ts";
import { nextMajorTopic } from "../subjects/next-major-topic.ts";
import { toReader } from "../subjects/schema-impact.ts";

/**
 * What would come of a schema as it stands: nothing is stored, nothing locked, and the registry is not asked (that is a probe). Wrong fields make it
 * `invalid_input`, with all of them named and the judgement of the rest under `preview`.
 */
export const previewSchemaRequest = defineQuery({
  name: "preview-schema-request",
  permission: "schema.request",
  input: PreviewSchema,
  async handle({ actor, db }, typed) {
    const { cluster: slug, schemaType, schema, references, topic, part, team, compatibility, ...rest } = typed;
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);

    const reason = rest.reason === undefined ? [] : parsePart("reason", Reason, rest.reason).errors;
    const assessed = await assessSchema(db, {
      cluster,
      strategy: rest.strategy,
      topic: topic ?? null,
      part: part ?? null,
      team: team ?? null,
      definition: { schemaType, schema, references },
      compatibility: compatibility ?? null,
      forced: rest.forced,
    });
    if (assessed.team) {
      const { id } = assessed.team;
      const about = { kind: "team", id, teamId: id, visibility: "everyone-signed-in" } as const;
      const decision = decide(actor, "schema.request", about);
      if (!decision.allowed) return { ok: false, failure: refusalOf(decision) };
    }
    const errors = [...assessed.errors, ...reason];
    const preview = previewOf(assessed, errors, {
      requiredApprovals: await slotsWithHolders(db, assessed.judged?.judged.slots ?? [], actor.userId),
      nextMajorTopic: topic ? nextMajorTopic(topic) : null,
    });
    if (errors.length === 0) return ok(preview);
    return fail("invalid_input", "Some fields need another look.", { errors, extra: { preview } });
  },
});

function previewOf(
  { judged, problems, conflicts, parsed }: AssessedSchema,
  errors: SchemaPreview["errors"],
  rest: Pick<SchemaPreview, "requiredApprovals" | "nextMajorTopic">,
): SchemaPreview {
  if (!judged) return { ...EMPTY, ...rest, errors, problems, conflicts, hash: parsed?.hash ?? null };
  const { violations, denied, plan, fingerprint, risk } = judged.judged;
  const { baseHash, unknownReaders, readers, ...impact } = judged.impact;
  const sound = errors.length + problems.length + conflicts.length === 0;
  return {
    ...rest,
    submittable: sound && !denied && plan.refusals.length === 0,
    errors,
    problems,
    conflicts,
    violations,
    hash: parsed?.hash ?? null,
    // Whoever may ask is of the team that owns it: that side knows its readers.
    impact: { ...impact, readers: readers.map(toReader), readerCount: readers.length },
    plan,
    fingerprint,
    risk,
  };
}

const EMPTY = {
  submittable: false,
  violations: [],
  impact: null,
  plan: null,
  fingerprint: null,
  risk: null,
};
