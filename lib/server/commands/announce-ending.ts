import { AnnounceEnding, type EndingAnnounced } from "#lib/contract/topics";
import type { Connection } from "#lib/db/database";
import { databaseNow } from "#lib/db/stores/clock";
import { findNameHolder, lockAnnouncedTopic, setEnding } from "#lib/db/stores/topics";
import { type FieldError, fail } from "#lib/domain/result";
import { noticeTopicEnding } from "#lib/domain/topic-ending-notice";
import { defineCommand, succeed } from "../define-command.ts";
import { teamsInvolved } from "../topic-life/teams-involved.ts";

/** Announces until when a topic is written and what takes its place, or takes that back. Nothing changes on the cluster: people are told. */
export const announceEnding = defineCommand({
  name: "announce-ending",
  permission: "topic.announce",
  input: AnnounceEnding,
  async subject(db, { cluster, name }) {
    const topic = await lockAnnouncedTopic(db, cluster, name);
    if (!topic) return null;
    return { topic, subject: { kind: "topic", id: topic.id, teamId: topic.team.id, visibility: "everyone-signed-in" } };
  },
  async handle({ actor, db }, { cluster, name, at, successor = null, reason }, { topic }) {
    if (topic.isDeleting) return fail("conflict", `${name} is being deleted.`);
    if (at === null && topic.ending === null) return fail("conflict", `No end of ${name} is announced.`);
    const problem = await endingProblem(db, { cluster, name, at, successor });
    if (problem) return fail("invalid_input", `${problem.path}: ${problem.message}.`, { errors: [problem] });

    const ending = at === null ? null : { at: new Date(at).toISOString(), successor, reason };
    await setEnding(db, topic.id, ending);
    const told = [topic.team.id, ...(await teamsInvolved(db, cluster, name))];
    return succeed<EndingAnnounced>(
      { cluster, name, ending },
      {
        audit: {
          action: ending ? "topic.ending-announced" : "topic.ending-withdrawn",
          object: { kind: "topic", id: topic.id, name },
          teamId: topic.team.id,
          before: { ending: topic.ending },
          after: { ending },
          reason,
        },
        tell: [noticeTopicEnding({ cluster, name, ending, reason }, [...new Set(told)], actor.userId)],
      },
    );
  },
});

type Asked = { cluster: string; name: string; at: string | null; successor: string | null };

async function endingProblem(db: Connection, { cluster, name, at, successor }: Asked): Promise<FieldError | null> {
  if (at !== null && new Date(at) <= (await databaseNow(db)))
    return { path: "at", message: "is over already; name a time to come" };
  if (successor === null) return null;
  if (at === null) return { path: "successor", message: "takes the place of nothing where the topic goes on" };
  if (successor === name) return { path: "successor", message: "is the topic itself" };
  const holder = await findNameHolder(db, cluster, successor, null);
  if (holder?.name === successor) return null;
  return { path: "successor", message: `${successor} is no topic on ${cluster}, and nobody has asked for it` };
}
