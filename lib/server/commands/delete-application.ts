import { DeleteApplication } from "#lib/contract/applications";
import { applicationPossessions, removeApplication } from "#lib/db/stores/applications";
import { fail } from "#lib/domain/result";
import { applicationRecord, lockedApplication } from "../applications/application-subject.ts";
import { possessionsInWords } from "../applications/possessions-in-words.ts";
import { defineCommand, succeed } from "../define-command.ts";

/** Deletes an application for which nothing was ever decided or asked: what was stays on record, and names it. */
export const deleteApplication = defineCommand({
  name: "delete-application",
  permission: "application.delete",
  input: DeleteApplication,
  subject: lockedApplication,
  async handle({ db }, _, { application }) {
    const owned = possessionsInWords(await applicationPossessions(db, application.id));
    if (owned !== null) return fail("conflict", `${application.slug} has ${owned} on record, so it cannot be deleted.`);

    await removeApplication(db, application.id);
    const { slug, name, description, team } = application;
    const before = { slug, name, description, team: team.slug };
    return succeed({ slug }, { audit: { action: "application.deleted", ...applicationRecord(application), before } });
  },
});
