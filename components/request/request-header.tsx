import type { TeamRef } from "#lib/contract/common";
import type { RequestView } from "#lib/contract/requests";
import { isReaderSlot } from "#lib/domain/slot";
import type { Action } from "../command/use-command.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { CopyDialog, type CopyTarget } from "./copy-dialog.tsx";
import { ExplainedButton } from "./explained-button.tsx";
import { RequestChip } from "./request-chips.tsx";
import { RequestTitle } from "./request-title.tsx";
import { TakeBackDialog } from "./take-back-dialog.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";

export type HeaderActions = { withdraw: Action<unknown>; copy: Action<{ id: number }>; takeBack: Action<unknown> };

type RequestHeaderProps = { request: RequestView; copyTargets: readonly CopyTarget[]; actions: HeaderActions };

/** What is asked, by whom, why and where it stands; what the reader may do with it as a whole. */
export function RequestHeader({ request, copyTargets, actions }: RequestHeaderProps) {
  const { id, requester, cluster, createdAt, reason, may, slots } = request;
  const waitsForReaders = slots.some(({ slot, filled }) => isReaderSlot(slot) && !filled);

  return (
    <PageHeader
      title={<RequestTitle request={request} />}
      status={<RequestChip request={request} waitsForMe={may.approve.allowed} waitsForReaders={waitsForReaders} />}
      description={
        <>
          Request {id} · {requester.name} <Sides request={request} /> · on {cluster} · <RelativeTime at={createdAt} /> ·{" "}
          <q>{reason}</q>
        </>
      }
      actions={<Buttons request={request} copyTargets={copyTargets} actions={actions} />}
    />
  );
}

/** For whom it is asked, and whom it asks; of a transfer, who gives and who takes. */
function Sides({ request: { team, askingTeam, transfer } }: { request: RequestView }) {
  if (transfer)
    return (
      <>
        · from <TeamLink team={transfer.from} /> to <TeamLink team={transfer.to} />
      </>
    );
  return (
    <>
      for <TeamLink team={askingTeam} />
      {askingTeam.id !== team.id && (
        <>
          , asking <TeamLink team={team} />
        </>
      )}
    </>
  );
}

function TeamLink({ team: { slug } }: { team: TeamRef }) {
  return <TextLink href={`/teams/${slug}`}>{slug}</TextLink>;
}

function Buttons({ request, copyTargets, actions }: RequestHeaderProps) {
  const { id, kind, name, may, state } = request;
  const open = state === "submitted";
  const ofTopic = kind === "topic.create";

  return (
    <>
      {copyTargets.length > 0 && may.copy.allowed && (
        <CopyDialog requestId={id} name={name} targets={copyTargets} copy={actions.copy} />
      )}
      {may.cancel.allowed && <TakeBackDialog requestId={id} kind={kind} takeBack={actions.takeBack} />}
      {open && !may.withdraw.allowed && <ExplainedButton label="Withdraw" needed={may.withdraw.needed ?? ""} />}
      {open && may.withdraw.allowed && (
        <WithdrawDialog requestId={id} reservedName={ofTopic ? name : null} withdraw={actions.withdraw} />
      )}
      {open && ofTopic && !may.edit.allowed && <ExplainedButton label="Edit" needed={may.edit.needed ?? ""} />}
      {open && ofTopic && may.edit.allowed && <LinkButton href={`/topics/new?edit=${id}`}>Edit</LinkButton>}
    </>
  );
}
