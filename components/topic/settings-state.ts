import type { TopicForm } from "#lib/contract/pages";
import type { TopicFormState } from "./use-topic-form.tsx";

/** What the fields of a topic's settings need, of a new topic and of one that is there. */
export type SettingsState = Pick<TopicFormState, "rules" | "draft" | "type" | "take" | "errorAt" | "violationsAt"> & {
  form: Pick<TopicForm, "cluster" | "budget">;
  /** Of a topic that is there: the settings that are desired of it, and what lives on the cluster at a path, in words. */
  standing?: { keys: readonly string[]; live: (path: string) => string | null };
};
