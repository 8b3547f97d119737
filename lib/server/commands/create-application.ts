import { CreateApplication } from "#lib/contract/applications";
import { insertApplication } from "#lib/db/stores/applications";
import { fail } from "#lib/domain/result";
import { applicationRecord } from "../applications/application-subject.ts";
import { defineCommand, succeed } from "../define-command.ts";
import { teamSubject } from "../teams/team-subject.ts";

/** Makes an application of a team. Its short name stands in addresses and begins its consumer groups, so it never changes. */
export const createApplication = defineCommand({
  name: "create-application",
  permission: "application.create",
  input: CreateApplication,
  subject: teamSubject,
  async handle({ db }, { slug, name, description }, { team }) {
    const id = await insertApplication(db, { slug, name, description, teamId: team.id });
    if (id === null) {
      const errors = [{ path: "slug", message: "is another application's already" }];
      return fail("conflict", `There is an application ${slug} already.`, { errors });
    }
    const after = { slug, name, description, team: team.slug };
    return succeed(
      { id, slug, version: 1 },
      { audit: { action: "application.created", ...applicationRecord({ id, slug, team }), after } },
    );
  },
});
