import { ExportTopic } from "#lib/contract/exports";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { dataContract } from "../exports/data-contract.ts";
import { exportedDocument } from "../exports/exported-document.ts";
import { readExportedTopic } from "../exports/exported-topic.ts";

/** A topic with its latest schemas as a contract of the Open Data Contract Standard. */
export const exportDataContract = defineQuery({
  name: "export-data-contract",
  permission: "subject.read",
  input: ExportTopic,
  async handle({ db }, { cluster, name, format }) {
    const found = await readExportedTopic(db, cluster, name);
    if (!found) return fail("not_found", "There is no such thing, or you may not see it.");
    return ok(exportedDocument(`${cluster}.${name}.odcs`, dataContract(found.topic, found.facts), format));
  },
});
