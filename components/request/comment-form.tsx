"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { errorAt, FailureNotice } from "../command/failure-notice.tsx";
import { type Action, useCommand } from "../command/use-command.tsx";
import { SubmitButton } from "../ui/button.tsx";
import { TextArea } from "../ui/text-area.tsx";

/** Says something about a request. The text stays until it was taken. */
export function CommentForm({ requestId, comment }: { requestId: number; comment: Action<{ id: string }> }) {
  const router = useRouter();
  const { run, failure, pending } = useCommand(comment);
  const [body, setBody] = useState("");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!(await run({ requestId, body }))) return;
    setBody("");
    router.refresh();
  };

  return (
    <form onSubmit={submit} noValidate>
      <FailureNotice failure={failure} fields={["body"]} />
      <TextArea
        label="Add a comment"
        name="body"
        rows={2}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        error={errorAt(failure, "body")}
      />
      <SubmitButton variant="secondary" pending={pending} className="mt-2.5">
        Comment
      </SubmitButton>
    </form>
  );
}
