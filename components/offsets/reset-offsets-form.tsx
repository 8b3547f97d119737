"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { OffsetForm } from "#lib/contract/offset-resets";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandForm } from "../command/command-form.tsx";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Select } from "../ui/select.tsx";
import { type ResetGroup, ResetOffsetsFields, resetInput } from "./reset-offsets-fields.tsx";

type ResetOffsetsFormProps = {
  form: OffsetForm & { cluster: string; topic: string };
  request: Action<Pick<RequestSubmitted, "id" | "state">>;
};

/** The same as the dialog, on a page of its own: any group of the reader's applications that consumes the topic. */
export function ResetOffsetsForm({ form, request }: ResetOffsetsFormProps) {
  const router = useRouter();
  const { cluster, topic } = form;
  const groups = form.applications.flatMap(({ slug, groups: own }) =>
    own.map((group): ResetGroup => ({ application: slug, cluster, group, topic })),
  );
  const [chosen, choose] = useState(
    Math.max(
      0,
      groups.findIndex(({ group }) => group === form.group),
    ),
  );
  const about = groups[chosen];
  if (!about) return null;

  return (
    <Card className="max-w-2xl">
      <CardHeader title={`${topic} on ${cluster}`} />
      <CardSection>
        <CommandForm
          action={request}
          input={(typed) => resetInput(about, typed)}
          submitLabel="Ask for the reset"
          onDone={({ id }) => router.push(`/requests/${id}`)}
        >
          {(errorOf) => (
            <>
              <Select
                label="Consumer group"
                name="group"
                value={String(chosen)}
                onChange={({ target }) => choose(Number(target.value))}
                options={groups.map(({ group, application }, index) => ({
                  value: String(index),
                  label: `${group} (${application})`,
                }))}
                error={errorOf("group")}
                hint="Stop its consumers first: Kafka lets nobody set the offsets of a group that has members."
              />
              <ResetOffsetsFields key={chosen} about={about} errorOf={errorOf} />
            </>
          )}
        </CommandForm>
      </CardSection>
    </Card>
  );
}
