import type { ReactNode } from "react";
import type { Decommission } from "#lib/contract/decommission";
import { WithdrawDialog } from "../request/withdraw-dialog.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { AnnounceEndingDialog, WithdrawEndingDialog } from "./announce-ending-dialog.tsx";
import type { DecommissionCommands } from "./decommission-commands.ts";
import { RequestBlockDialog } from "./request-block-dialog.tsx";
import { topicHref } from "./topic-href.ts";
import { UnblockTopicDialog } from "./unblock-topic-dialog.tsx";

type StepProps = {
  topic: Decommission;
  commands: DecommissionCommands;
  /** Notices at the top of the page have the button that takes the step back: no second one stands here. */
  noticesUndo: boolean;
};

/** The one next action of a decommission, and the one that takes its last step back; or who could. */
export function DecommissionActions({ topic, commands, noticesUndo }: StepProps) {
  const next = nextAction(topic, commands);
  const undo = undoOf(topic, commands);
  const above = noticesUndo && undo !== null && topic.request?.state !== "submitted";
  const needed = next === null ? neededFor(topic) : null;
  if (next === null && undo === null && needed === null) return null;

  return (
    <div className="flex flex-wrap items-center justify-end gap-2.5">
      {needed !== null && <p className="min-w-0 flex-1 basis-64 text-ink-2">For the next step: {needed}</p>}
      {above && <p className="min-w-0 flex-1 basis-64 text-ink-2">The way back stands at the top of the page.</p>}
      {!above && undo}
      {next}
    </div>
  );
}

/** A request that waits is the next step already: nothing is asked beside it. */
function nextAction(topic: Decommission, { announce, block }: DecommissionCommands): ReactNode {
  const { cluster, name, step, ending, may, request } = topic;
  if (request !== null || step === "deleting") return null;
  if (step === "found" && may.announce.allowed)
    return <AnnounceEndingDialog topic={{ cluster, name, ending }} announce={announce} />;
  if (step !== "blocked")
    return may.block.allowed ? <RequestBlockDialog topic={{ cluster, name }} request={block} /> : null;
  if (!may.delete.allowed) return null;
  return (
    <LinkButton variant="danger" href={topicHref(cluster, name, "delete")}>
      Ask to delete it
    </LinkButton>
  );
}

function neededFor({ step, may, request }: Decommission): string | null {
  if (request !== null || step === "deleting") return null;
  return (step === "blocked" ? may.delete : may.block).needed;
}

/** The last thing that was done is taken back first. */
function undoOf(topic: Decommission, { announce, unblock, withdraw }: DecommissionCommands): ReactNode {
  const { cluster, name, step, ending, may, request } = topic;
  if (request?.state === "submitted")
    return may.withdraw.allowed ? (
      <WithdrawDialog requestId={request.id} reservedName={null} withdraw={withdraw} />
    ) : null;
  if (step === "blocked")
    return may.unblock.allowed ? <UnblockTopicDialog topic={{ cluster, name }} unblock={unblock} /> : null;
  if (step !== "announced" || !may.announce.allowed) return null;
  return <WithdrawEndingDialog topic={{ cluster, name, ending }} announce={announce} />;
}
