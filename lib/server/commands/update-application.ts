import { UpdateApplication } from "#lib/contract/applications";
import { updateApplicationFields } from "#lib/db/stores/applications";
import { applicationRecord, lockedApplication } from "../applications/application-subject.ts";
import { defineCommand, succeed } from "../define-command.ts";
import { changedMeanwhile } from "../users/refusals.ts";

/** Changes what an application says about itself. */
export const updateApplication = defineCommand({
  name: "update-application",
  permission: "application.update",
  input: UpdateApplication,
  subject: lockedApplication,
  async handle({ db }, { version, name, description }, { application }) {
    if (version !== application.version) return changedMeanwhile(application.slug, version, application.version);

    await updateApplicationFields(db, application.id, { name, description });
    const before = { name: application.name, description: application.description };
    const change = { before, after: { name, description } };
    return succeed(
      { id: application.id, slug: application.slug, version: version + 1 },
      { audit: { action: "application.updated", ...applicationRecord(application), ...change } },
    );
  },
});
