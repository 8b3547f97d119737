import { ExportTopic } from "#lib/contract/exports";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { asyncApiDocument } from "../exports/async-api.ts";
import { exportedDocument } from "../exports/exported-document.ts";
import { readExportedTopic } from "../exports/exported-topic.ts";

/** A topic with its latest schemas as an AsyncAPI document. */
export const exportTopicAsyncApi = defineQuery({
  name: "export-topic-async-api",
  permission: "subject.read",
  input: ExportTopic,
  async handle({ db }, { cluster, name, format }) {
    const found = await readExportedTopic(db, cluster, name);
    if (!found) return fail("not_found", "There is no such thing, or you may not see it.");

    const { topic, facts } = found;
    const info = {
      title: `${topic.name} on ${topic.cluster.name}`,
      version: String(topic.generation),
      description: topic.description,
      contact: topic.team && { name: topic.team.name, mail: topic.team.contactMail },
      tags: topic.tags,
    };
    return ok(exportedDocument(`${cluster}.${name}.asyncapi`, asyncApiDocument(info, facts), format));
  },
});
