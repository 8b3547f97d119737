import { RequestSchema } from "#lib/contract/schema-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { lockSubject } from "#lib/db/stores/subjects";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { policyViolated, unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { assessSchema } from "../subjects/assess-schema.ts";
import { schemaOwnerSubject } from "../subjects/schema-owner-subject.ts";

/** Asks for a new version of a subject, the first one too. */
export const requestSchema = defineCommand({
  name: "request-schema",
  permission: "schema.request",
  input: RequestSchema,
  subject: schemaOwnerSubject,
  async handle(context, input, { team }) {
    const { db } = context;
    const { cluster: slug, strategy, topic, part, schemaType, schema, references, reason } = input;
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);

    const asked = {
      cluster,
      strategy,
      topic: topic ?? null,
      part: part ?? null,
      team: input.team ?? team.slug,
      definition: { schemaType, schema, references },
      compatibility: input.compatibility ?? null,
      forced: input.forced,
    };
    const named = await assessSchema(db, asked);
    if (named.subject !== null) await lockSubject(db, slug, named.subject);
    // Judged under the lock: what was read before it only told which lock.
    const { errors, problems, conflicts, subject, judged } = await assessSchema(db, asked);
    const wrong = [...errors, ...problems.map(({ message }) => ({ path: "schema", message }))];
    const [first] = wrong;
    if (first) return fail("invalid_input", `${first.path}: ${first.message}`, { errors: wrong, extra: { problems } });
    if (!judged || subject === null) throw new Error("a schema is neither refused nor judged");
    const [conflict] = conflicts;
    if (conflict) return fail("conflict", conflict.message, { errors: conflicts });
    if (judged.judged.denied) return policyViolated(judged.judged.violations);
    const [refusal] = judged.judged.plan.refusals;
    if (refusal) return fail("conflict", refusal.reason, { extra: { plan: judged.judged.plan } });

    return submitRequest(context, {
      asked: { kind: "schema.register", cluster: slug, name: subject, team, askingTeam: team, reason },
      judged: judged.judged,
    });
  },
});
