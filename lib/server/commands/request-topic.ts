import { randomUUID } from "node:crypto";
import { RequestTopic, type TopicRequested } from "#lib/contract/topic-requests";
import { applicationTeamIds } from "#lib/db/stores/applications";
import { findTeam, lockTeam, lockTeams } from "#lib/db/stores/teams";
import { defineCommand, type Handled } from "../define-command.ts";
import { inOne } from "../requests/in-one.ts";
import { submitTopic } from "../topic-requests/submit-topic.ts";
import { submitTopicAccess } from "../topic-requests/submit-topic-access.ts";

/** Asks for a topic in the name of a team, and for access to it in one go; the access waits for the topic. */
export const requestTopic = defineCommand({
  name: "request-topic",
  permission: "topic.request",
  input: RequestTopic,
  async subject(db, { team: slug, access = [] }) {
    const found = await findTeam(db, slug);
    if (!found) return null;
    const applications = access.map(({ application }) => application);
    await lockTeams(db, [found.id, ...(await applicationTeamIds(db, applications))]);
    const team = await lockTeam(db, slug);
    return team && { team, subject: { kind: "team", id: team.id, teamId: team.id, visibility: "everyone-signed-in" } };
  },
  async handle(context, input, { team }): Promise<Handled<TopicRequested>> {
    const { cluster, name, spec, metadata, reason, access = [] } = input;
    const bundleId = access.length === 0 ? null : randomUUID();
    const topic = await submitTopic(context, { cluster, team, name, patch: { spec, metadata }, reason, bundleId });
    if (!topic.ok) return topic;
    if (bundleId === null) return inOne([topic], () => ({ ...topic.value, access: [] }));

    const requestId = topic.value.id;
    const giver = { team, classification: metadata.classification, topics: { total: 1, names: [name] } };
    const asked = { cluster, name, reason, bundleId, pending: { requestId, giver }, access };
    const submitted = await submitTopicAccess(context, asked);
    if (!submitted.ok) return submitted;
    return inOne([topic, ...submitted.value], ([, ...rest]) => ({ ...topic.value, access: rest }));
  },
});
