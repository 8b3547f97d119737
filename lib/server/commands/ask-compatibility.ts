import { AskCompatibility } from "#lib/contract/probes";
import { findCluster } from "#lib/db/stores/clusters";
import { loadReferences, registrySight } from "#lib/db/stores/observed-subjects";
import { fail } from "#lib/domain/result";
import { parseSchema } from "#lib/schema/parse-schema";
import { defineCommand, succeed } from "../define-command.ts";
import { topicInName } from "../read/subject-place.ts";
import { askWorker } from "../subjects/ask-worker.ts";
import { subjectOwner } from "../subjects/subject-owner.ts";

/** How long the answer can be read, s. */
const KEPT = 60;

/** Asks the registry, by way of the worker, what it says about a schema for a subject. Asked while somebody types; nothing is registered. */
export const askCompatibility = defineCommand({
  name: "ask-compatibility",
  permission: "schema.request",
  input: AskCompatibility,
  async subject(db, { cluster, subject: id }) {
    if (!(await findCluster(db, cluster))) return null;
    const named = topicInName(id);
    const byTopic = named && (await subjectOwner(db, cluster, id, named.topic));
    const owner = byTopic ?? (await subjectOwner(db, cluster, id, null));
    const side = owner ? { teamId: owner.id } : {};
    return { subject: { kind: "subject", id, ...side, visibility: "everyone-signed-in" } };
  },
  async handle({ actor, db }, { cluster, subject, ...definition }) {
    const read = parseSchema(definition, await loadReferences(db, cluster, definition.references));
    if (!read.ok) {
      const errors = read.problems.map(({ message }) => ({ path: "schema", message }));
      const detail = errors[0]?.message ?? "The schema cannot be read.";
      return fail("invalid_input", detail, { errors, extra: { problems: read.problems } });
    }
    const { registry } = await registrySight(db, cluster);
    if (!registry) return fail("conflict", `${cluster} has no schema registry.`);
    const { hash } = read.value;
    const asked = await askWorker(db, actor, {
      ...{ cluster, kind: "compatibility", seconds: KEPT },
      question: { subject, definition, hash },
    });
    // Nothing changes and nothing is seen that is not open to everybody: a record for each pause in typing would bury those that matter.
    return asked.ok ? succeed(asked.value, { audit: [], wake: [cluster] }) : asked;
  },
});
