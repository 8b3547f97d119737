import { randomUUID } from "node:crypto";
import { RequestTopicDeletion } from "#lib/contract/topic-life";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { subjectsOfTopic } from "#lib/db/stores/subjects";
import { type Context, defineCommand, type Handled } from "../define-command.ts";
import { inOne } from "../requests/in-one.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { askable } from "../subjects/living-subject.ts";
import { judgeDeletion } from "../subjects/subject-deletion.ts";
import { admitDeletion } from "../topic-life/admit-end.ts";
import { submitOnTopic } from "../topic-life/submit-on-topic.ts";
import { topicSubject } from "../topic-life/topic-subject.ts";

type Succeeded = Extract<Handled<RequestSubmitted>, { ok: true }>;

/** Asks that a topic goes for good, and with it, when that is wanted, its subjects: requests of their own, which wait for the topic's. */
export const requestTopicDeletion = defineCommand({
  name: "request-topic-deletion",
  permission: "topic.delete",
  input: RequestTopicDeletion,
  subject: topicSubject,
  async handle(context, input, { topic }): Promise<Handled<RequestSubmitted>> {
    const admitted = await admitDeletion(context.db, topic, input);
    if (!admitted.ok) return admitted;
    const bundleId = input.subjects ? randomUUID() : null;
    const { reason } = input;
    const asked = { kind: "topic.delete", topic, judged: admitted.value, reason, bundleId } as const;
    const deletion = await submitOnTopic(context, asked);
    if (!deletion.ok || bundleId === null) return deletion;

    const subjects = await deleteSubjects(context, { ...asked, bundleId, dependsOn: deletion.value.id });
    return inOne([deletion, ...subjects], () => deletion.value);
  },
});

type Asked = {
  topic: { cluster: string; name: string; team: { id: string; slug: string; name: string } };
  reason: string;
  bundleId: string;
  dependsOn: number;
};

/** Subjects of the topic's own team that live and are not asked to go already. */
async function deleteSubjects(
  context: Context,
  { topic: { cluster, name, team }, reason, bundleId, dependsOn }: Asked,
): Promise<Succeeded[]> {
  const submitted: Succeeded[] = [];
  for (const subject of await subjectsOfTopic(context.db, cluster, name)) {
    if (subject.team.id !== team.id || !(await askable(context.db, "subject.delete", subject)).ok) continue;
    const judged = await judgeDeletion(context.db, subject, { versions: null, permanent: false });
    const links = { subjectId: subject.id, bundleId, dependsOn };
    const one = await submitRequest(context, {
      asked: { kind: "subject.delete", cluster, name: subject.name, team, askingTeam: team, reason, ...links },
      judged,
    });
    if (one.ok) submitted.push(one);
  }
  return submitted;
}
