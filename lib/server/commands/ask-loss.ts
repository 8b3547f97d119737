import { AskLoss } from "#lib/contract/offset-resets";
import { findManagedTopic } from "#lib/db/stores/managed-topics";
import { defineCommand, succeed } from "../define-command.ts";
import { askWorker } from "../subjects/ask-worker.ts";

/** How long the answer can be read, s. */
const KEPT = 60;

/** Asks the cluster, by way of the worker, what a retention of a topic would delete. Asked while somebody types; nothing changes. */
export const askLoss = defineCommand({
  name: "ask-loss",
  permission: "topic.change",
  input: AskLoss,
  async subject(db, { cluster, topic: name }) {
    const topic = await findManagedTopic(db, cluster, name);
    if (!topic) return null;
    return { subject: { kind: "topic", id: topic.id, teamId: topic.team.id, visibility: "everyone-signed-in" } };
  },
  async handle({ actor, db }, { cluster, topic, retentionMs }) {
    const asked = await askWorker(db, actor, {
      ...{ cluster, kind: "loss", seconds: KEPT },
      question: { topic, retentionMs },
    });
    // Nothing changes, and who reads the topic its owners may see anyway: a record for each pause in typing would bury those that matter.
    return asked.ok ? succeed(asked.value, { audit: [], wake: [cluster] }) : asked;
  },
});
