"use client";

import type { TopicView } from "#lib/contract/topics";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";
import { readRate, readTags } from "./read-topic-draft.ts";

type DescribeTopicDialogProps = {
  topic: Pick<TopicView, "cluster" | "name"> & {
    metadata: NonNullable<TopicView["metadata"]>;
    version: number;
  };
  describe: Action<unknown>;
};

/** Says something else about a topic: applied at once, because the cluster knows nothing of it. Somebody else’s newer words are not overwritten. */
export function DescribeTopicDialog({
  topic: { cluster, name, metadata, version },
  describe,
}: DescribeTopicDialogProps) {
  const { expectedBytesPerSecond: rate } = metadata;
  return (
    <CommandDialog
      trigger={<Button size="small">Edit description</Button>}
      title={`What is ${name}?`}
      description="It counts at once and stays in the audit trail. The classification is part of a change of settings."
      action={describe}
      input={(form) => {
        const { tags, expectedBytesPerSecond, ...texts } = textsOf(form, FIELDS);
        const read = readRate(expectedBytesPerSecond);
        const typed = read.error ? expectedBytesPerSecond : read.value;
        return { cluster, name, version, ...texts, tags: readTags(tags), expectedBytesPerSecond: typed };
      }}
      submitLabel="Save"
      done="The description is saved"
    >
      {(errorOf) => (
        <>
          <TextArea
            label="Description"
            name="description"
            defaultValue={metadata.description}
            error={errorOf("description")}
          />
          <TextField
            label="Contact"
            name="contact"
            optional
            defaultValue={metadata.contact}
            error={errorOf("contact")}
          />
          <TextField
            label="Tags"
            name="tags"
            optional
            defaultValue={metadata.tags.join(", ")}
            error={errorOf("tags")}
            hint="lower-case words, separated by commas"
          />
          <TextField
            label="Expected rate"
            name="expectedBytesPerSecond"
            mono
            optional
            defaultValue={rate === null ? "" : String(rate)}
            error={errorOf("expectedBytesPerSecond")}
            hint="on average, before replication: 5 kB/s"
          />
          <TextArea
            label="Docs"
            name="docs"
            mono
            optional
            rows={8}
            defaultValue={metadata.docs}
            error={errorOf("docs")}
            hint="Markdown: the fields, examples, what readers must know"
          />
        </>
      )}
    </CommandDialog>
  );
}

const FIELDS = ["description", "contact", "tags", "expectedBytesPerSecond", "docs"] as const;
