import { GetOffsetForm, type OffsetForm } from "#lib/contract/offset-resets";
import { groupsOnTopic } from "#lib/db/stores/offset-resets";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { teamsOf } from "../read/visible-to.ts";

/** What the form for a group's offsets needs: the groups of this person's applications that may consume the topic. */
export const getOffsetForm = defineQuery({
  name: "get-offset-form",
  permission: "group.reset",
  input: GetOffsetForm,
  async handle({ actor, db }, { cluster = null, topic = null, group = null }) {
    const wanted = cluster !== null && topic !== null;
    const applications = wanted ? await groupsOnTopic(db, teamsOf(actor), { cluster, topic, group }) : [];
    return ok<OffsetForm>({ cluster, topic, group, applications });
  },
});
