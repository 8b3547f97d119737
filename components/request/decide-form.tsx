"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { fail, ok, type Result } from "#lib/domain/result";
import { endDateOf, readEndDate } from "../access/end-date.ts";
import { errorAt, FailureNotice } from "../command/failure-notice.tsx";
import { type Action, useCommand } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { formatDate } from "../ui/format-relative.ts";
import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";
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
  /** Of access: when it would end, ISO 8601; an approver may let it end earlier. Null for what has no end. */
  endsAt: string | null;
  /** What it waits for before it can be approved, as a sentence. */
  waitsFor: string | null;
  /** This person is asked as a reader: to acknowledge, not to approve. */
  acknowledges: boolean;
  mayReject: boolean;
  actions: DecideActions;
};

/** Approve exactly this plan, or reject it with a reason; as a reader, acknowledge it. What was typed stays when the answer is no. */
export function DecideForm({ requestId, fingerprint, changes, endsAt, actions, ...asked }: DecideFormProps) {
  const { waitsFor, acknowledges, mayReject } = asked;
  const router = useRouter();
  const approve = useCommand(actions.approve);
  const reject = useCommand(actions.reject);
  const [text, setText] = useState("");
  const [end, setEnd] = useState("");
  const [pressed, setPressed] = useState<"approve" | "reject">("approve");
  const failure = pressed === "approve" ? approve.failure : reject.failure;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const rejecting = submitter?.getAttribute("value") === "reject";
    setPressed(rejecting ? "reject" : "approve");
    if (rejecting && text.trim() === "") return reject.setFailure(NO_REASON);
    const earlier = rejecting || endsAt === null ? NO_END : readEarlierEnd(end, endsAt);
    if (!earlier.ok) return approve.setFailure(earlier.failure);

    const done = rejecting
      ? await reject.run({ requestId, reason: text })
      : await approve.run({ requestId, fingerprint, comment: text, ...earlier.value });

    if (done) toast(rejecting ? "Rejected" : doneWords(done.state, acknowledges));
    router.refresh();
  };

  return (
    <form onSubmit={submit} noValidate className="mt-4">
      <FailureNotice failure={failure} fields={["comment", "reason", "expiresAt"]} />
      {endsAt !== null && (
        <TextField
          label="Ends earlier, on"
          name="expiresAt"
          optional
          mono
          className="mb-3"
          placeholder={endDateOf(endsAt)}
          value={end}
          onChange={(event) => setEnd(event.target.value)}
          error={errorAt(failure, "expiresAt")}
          hint={`Asked until ${formatDate(new Date(endsAt))}. You may shorten it, to the end of a day in UTC: 2027-03-12.`}
        />
      )}
      <TextArea
        label="Comment"
        name={pressed === "reject" ? "reason" : "comment"}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={mayReject ? "A reason is required to reject." : undefined}
        optional={!mayReject}
        error={errorAt(failure, "reason") ?? errorAt(failure, "comment")}
      />
      <div className="mt-3 flex flex-wrap gap-2.5">
        <Button
          type="submit"
          value="approve"
          variant="primary"
          pending={approve.pending}
          disabled={reject.pending || waitsFor !== null}
        >
          {acknowledges ? "Acknowledge" : "Approve this plan"}
        </Button>
        {mayReject && (
          <Button type="submit" value="reject" pending={reject.pending} disabled={approve.pending}>
            Reject
          </Button>
        )}
      </div>
      <p className="mt-2 text-xs text-ink-3">{waitsFor ?? meaningOf(changes, acknowledges)}</p>
    </form>
  );
}

function meaningOf(changes: number, acknowledges: boolean): string {
  const exactly = `exactly ${changes === 1 ? "this one change" : `these ${changes} changes`}`;
  if (acknowledges)
    return `You say that your team knows of ${exactly} and reads on with it. It is neither an approval nor a veto: the owner decides after the readers.`;
  return `You approve ${exactly}. If the cluster moves before they are applied, you are asked again.`;
}

function doneWords(state: string, acknowledges: boolean): string {
  if (acknowledges) return "Your acknowledgement is recorded";
  return state === "approved" ? "Approved" : "Your approval is recorded";
}

const NO_END = ok<{ expiresAt?: string }>({});

/** An approver may only narrow: a later end would be another request. */
function readEarlierEnd(typed: string, endsAt: string): Result<{ expiresAt?: string }> {
  if (typed.trim() === "") return NO_END;
  const refuse = (message: string) =>
    fail("invalid_input", "The end cannot be taken as it stands.", { errors: [{ path: "expiresAt", message }] });

  const read = readEndDate(typed);
  if (!read.ok) return refuse(read.message);
  const asked = endDateOf(endsAt);
  if (endDateOf(read.value) > asked) return refuse(`${typed.trim()} is later than ${asked}, which was asked for.`);
  return ok(endDateOf(read.value) === asked ? {} : { expiresAt: read.value });
}
