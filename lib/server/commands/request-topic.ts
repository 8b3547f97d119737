import { RequestTopic } from "#lib/contract/topic-requests";
import { lockTeam } from "#lib/db/stores/teams";
import { defineCommand } from "../define-command.ts";
import { submitTopic } from "../topic-requests/submit-topic.ts";

/** Asks for a topic in the name of a team. */
export const requestTopic = defineCommand({
  name: "request-topic",
  permission: "topic.request",
  input: RequestTopic,
  async subject(db, input) {
    const team = await lockTeam(db, input.team);
    return team && { team, subject: { kind: "team", id: team.id, teamId: team.id, visibility: "everyone-signed-in" } };
  },
  handle: (context, { cluster, name, spec, metadata, reason }, { team }) =>
    submitTopic(context, { cluster, team, name, patch: { spec, metadata }, reason }),
});
