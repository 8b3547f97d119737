"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { fail } from "#lib/domain/result";
import { errorAt, FailureNotice } from "../command/failure-notice.tsx";
import { type Action, useCommand } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { toast } from "../ui/toast.tsx";

export type DecideActions = { approve: Action<{ state: string }>; reject: Action<{ state: string }> };

/** The server refuses it as well; said here without asking, and in words that fit. */
const NO_REASON = fail("invalid_input", "A rejection needs a reason.", {
  errors: [{ path: "reason", message: "say why: the requester reads it" }],
}).failure;

type DecideFormProps = {
  requestId: number;
  /** Of the plan on this page: the approval is of this plan and of no other. */
  fingerprint: string;
  changes: number;
  actions: DecideActions;
};

/** Approve exactly this plan, or reject it with a reason. What was typed stays when the answer is no. */
export function DecideForm({ requestId, fingerprint, changes, actions }: DecideFormProps) {
  const router = useRouter();
  const approve = useCommand(actions.approve);
  const reject = useCommand(actions.reject);
  const [text, setText] = useState("");
  const [pressed, setPressed] = useState<"approve" | "reject">("approve");
  const failure = pressed === "approve" ? approve.failure : reject.failure;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const rejecting = submitter?.getAttribute("value") === "reject";
    setPressed(rejecting ? "reject" : "approve");
    if (rejecting && text.trim() === "") return reject.setFailure(NO_REASON);

    const done = rejecting
      ? await reject.run({ requestId, reason: text })
      : await approve.run({ requestId, fingerprint, comment: text });

    if (done) toast(rejecting ? "Rejected" : done.state === "approved" ? "Approved" : "Your approval is recorded");
    router.refresh();
  };

  return (
    <form onSubmit={submit} noValidate className="mt-4">
      <FailureNotice failure={failure} fields={["comment", "reason"]} />
      <TextArea
        label="Comment"
        name={pressed === "reject" ? "reason" : "comment"}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="A reason is required to reject."
        error={errorAt(failure, "reason") ?? errorAt(failure, "comment")}
      />
      <div className="mt-3 flex flex-wrap gap-2.5">
        <Button type="submit" value="approve" variant="primary" pending={approve.pending} disabled={reject.pending}>
          Approve this plan
        </Button>
        <Button type="submit" value="reject" pending={reject.pending} disabled={approve.pending}>
          Reject
        </Button>
      </div>
      <p className="mt-2 text-xs text-ink-3">
        You approve exactly {changes === 1 ? "this one change" : `these ${changes} changes`}. If the cluster moves
        before they are applied, you are asked again.
      </p>
    </form>
  );
}
