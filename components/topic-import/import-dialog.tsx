"use client";

import type { TopicsImported } from "#lib/contract/topic-imports";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { DryRun } from "./dry-run.tsx";
import { topicCount } from "./import-words.ts";

export type ImportAction = Action<TopicsImported>;

type ImportDialogProps = {
  cluster: string;
  /** Topics and the slugs of the teams that are to own them. */
  topics: { name: string; team: string }[];
  importTopics: ImportAction;
};

/** Asks for the chosen topics to become the chosen teams', after a dry run. */
export function ImportDialog({ cluster, topics, importTopics }: ImportDialogProps) {
  const choice = { cluster, topics };

  return (
    <CommandDialog
      trigger={
        <Button size="small" variant="primary" disabled={topics.length === 0}>
          {topics.length === 0 ? "Take over" : `Take over ${topicCount(topics.length)}`}
        </Button>
      }
      title={`Take over ${topicCount(topics.length)}`}
      description="A request for each team; another admin approves them. Nothing changes on the cluster."
      action={importTopics}
      input={(form) => ({ ...choice, reason: form.get("reason") })}
      submitLabel="Ask to take them over"
      done={importedWords}
    >
      {(errorOf) => (
        <>
          <DryRun choice={choice} />
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}

/** What is said once an import was asked for. */
export function importedWords({ requests }: TopicsImported): string {
  if (requests.length === 0) return "Nothing was left to take over";
  const count = requests.length === 1 ? `Request ${requests[0]?.id} waits` : `${requests.length} requests wait`;
  return `${count} for another admin`;
}
