import { AskOffsets } from "#lib/contract/offset-resets";
import { findApplication } from "#lib/db/stores/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { FRESH_FOR_MINUTES } from "#lib/db/stores/offset-resets";
import { fail } from "#lib/domain/result";
import { applicationSubject } from "../applications/application-subject.ts";
import { defineCommand, succeed } from "../define-command.ts";
import { notGranted } from "../offset-resets/admit-reset.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { askWorker } from "../subjects/ask-worker.ts";

/** Asks the cluster, by way of the worker, where a group stands in a topic and where it would go on. Nothing changes. */
export const askOffsets = defineCommand({
  name: "ask-offsets",
  permission: "group.reset",
  input: AskOffsets,
  async subject(db, { application: slug }) {
    const application = await findApplication(db, slug);
    return application && { application, subject: applicationSubject(application) };
  },
  async handle({ actor, db }, { cluster, group, topic, target }, { application }) {
    if (!(await findCluster(db, cluster))) return unknownCluster(cluster);
    const refused = await notGranted(db, application, { cluster, group, topic });
    if (refused) return fail("invalid_input", `${refused.path}: ${refused.message}`, { errors: [refused] });

    // Kept for as long as a request may be judged by it.
    const asked = await askWorker(db, actor, {
      ...{ cluster, kind: "offsets", seconds: FRESH_FOR_MINUTES * 60 },
      question: { application: application.slug, group, topic, target },
    });
    // Only the application's own team sees it, and nothing changes: a record for each look would bury those that matter.
    return asked.ok ? succeed(asked.value, { audit: [], wake: [cluster] }) : asked;
  },
});
