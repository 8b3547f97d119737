import { ExportTeam } from "#lib/contract/exports";
import { sql } from "#lib/db/database";
import { findTeam } from "#lib/db/stores/teams";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { asyncApiDocument } from "../exports/async-api.ts";
import { readExportFacts } from "../exports/export-facts.ts";
import { exportedDocument } from "../exports/exported-document.ts";

/** All topics of a team, on every cluster, with their latest schemas as one AsyncAPI document. */
export const exportTeamAsyncApi = defineQuery({
  name: "export-team-async-api",
  permission: "subject.read",
  input: ExportTeam,
  async handle({ db }, { team: slug, format }) {
    const team = await findTeam(db, slug);
    if (!team) return fail("not_found", "There is no such team.");

    const facts = await readExportFacts(db, sql`e.team_id = ${team.id}::uuid`);
    const info = {
      title: `Topics of ${team.name}`,
      version: String(facts.topics.reduce((sum, { generation }) => sum + generation, 0)),
      description: "",
      contact: { name: team.name, mail: team.contactMail },
      tags: [],
    };
    return ok(exportedDocument(`${slug}.asyncapi`, asyncApiDocument(info, facts), format));
  },
});
