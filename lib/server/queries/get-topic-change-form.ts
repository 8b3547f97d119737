import { GetTopicChangeForm, type TopicChangeForm } from "#lib/contract/pages";
import { topicDefaults } from "#lib/db/stores/clusters";
import { findManagedTopic } from "#lib/db/stores/managed-topics";
import { teamUsage } from "#lib/db/stores/topics";
import { fail, ok } from "#lib/domain/result";
import { describeBudgets } from "#lib/policy/describe-limits";
import { defineQuery } from "../define-query.ts";
import { topicLimits } from "../read/topic-limits.ts";

/** What the form for a change needs beside the topic itself: the limits of its fields, and its team's budgets. */
export const getTopicChangeForm = defineQuery({
  name: "get-topic-change-form",
  permission: "topic.read",
  input: GetTopicChangeForm,
  async handle({ db }, { cluster, name }) {
    const topic = await findManagedTopic(db, cluster, name);
    if (!topic) return fail("not_found", "There is no such thing, or you may not see it.");

    const [{ limits, budgets }, usage, defaults] = await Promise.all([
      topicLimits(db, cluster, topic.team.slug, name),
      teamUsage(db, topic.team.id, cluster, null),
      topicDefaults(db, cluster),
    ]);
    return ok<TopicChangeForm>({ limits, budget: describeBudgets(topic.team.slug, budgets, usage), defaults });
  },
});
