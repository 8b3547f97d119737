import { AskSample } from "#lib/contract/probes";
import { defineCommand, succeed } from "../define-command.ts";
import { askWorker } from "../subjects/ask-worker.ts";
import { findSampledTopic, sampleSubject } from "../subjects/sampled-topic.ts";

/** How long the answer can be read, s. It is kept no longer than that. */
const KEPT = 120;

/** Asks the worker for the newest records of a topic. Who saw them and why stays in the audit trail; what they saw does not. */
export const askSample = defineCommand({
  name: "ask-sample",
  permission: "topic.sample",
  input: AskSample,
  async subject(db, { cluster, topic: name }) {
    const topic = await findSampledTopic(db, cluster, name);
    return topic && { topic, subject: sampleSubject(topic) };
  },
  async handle({ actor, db }, { cluster, topic: name, count, reason }, { topic }) {
    const asked = await askWorker(db, actor, {
      ...{ cluster, kind: "sample", seconds: KEPT },
      question: { topic: name, count },
    });
    if (!asked.ok) return asked;

    const object = { kind: "topic", id: topic.id, name };
    const after = { cluster, count, probeId: asked.value.probeId };
    return succeed(asked.value, {
      audit: { action: "topic.sampled", object, teamId: topic.teamId, after, reason },
      wake: [cluster],
    });
  },
});
