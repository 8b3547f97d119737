"use client";

import { useRouter } from "next/navigation";
import type { TopicForm } from "#lib/contract/pages";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { type TopicAccessChoices, TopicAccessSection } from "../access/topic-access-section.tsx";
import { JudgedForm } from "../command/judged-form.tsx";
import type { Action } from "../command/use-command.tsx";
import { Card } from "../ui/card.tsx";
import { AboutSection, WhySection } from "./about-section.tsx";
import { fixFirst } from "./form-problems.ts";
import { NameSection } from "./name-section.tsx";
import { RequestOutlook } from "./request-outlook.tsx";
import { SettingsSection } from "./settings-section.tsx";
import type { TopicDraft } from "./topic-draft.ts";
import { type Editing, useTopicForm } from "./use-topic-form.tsx";

type TopicRequestFormProps = {
  form: TopicForm;
  /** What the form starts with; read once. */
  initial: TopicDraft;
  editing: Editing | null;
  /** Applications that access can be asked for together with the topic; null where a request is edited. */
  access: TopicAccessChoices | null;
  /** `requestTopic`, or `editRequest` where a request is edited. */
  submit: Action<RequestSubmitted>;
};

/** Asks for a topic. The rules answer while it is typed; what is sent is judged again by the same rules. */
export function TopicRequestForm({ form, initial, editing, access, submit }: TopicRequestFormProps) {
  const router = useRouter();
  const state = useTopicForm(form, initial, editing);
  const { input, problems, unreadable, preview } = state;
  const place = { kind: "create", cluster: form.cluster, team: form.team };

  return (
    <JudgedForm
      outlook={<RequestOutlook state={state} />}
      submit={submit}
      input={() => (editing ? { ...editing, ...input } : { ...place, ...input })}
      submitLabel={editing ? "Submit the change" : "Submit request"}
      known={preview.pending ? unreadable : problems}
      judging={preview.pending}
      fixFirst={problems.length > 0 ? fixFirst(problems) : null}
      onRefused={() => state.attempted(null)}
      onDone={({ id }) => router.push(`/requests/${id}`)}
      onTypedBefore={state.adopt}
    >
      <Card>
        <NameSection state={state} editing={editing} />
        <SettingsSection state={state} />
        <AboutSection state={state} />
        {access && <TopicAccessSection state={state} choices={access} />}
        <WhySection state={state} />
      </Card>
    </JudgedForm>
  );
}
