import type { Decommission } from "#lib/contract/decommission";
import { approximateBytes } from "#lib/domain/quantity";
import { formatDate } from "../ui/format-relative.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Timeline, type TimelineItem } from "../ui/timeline.tsx";
import { blockInWords, quietInWords, stepTone } from "./decommission-words.ts";

/** The way out of a topic, step by step: what each does, and what is done. */
export function DecommissionSteps({ topic }: { topic: Decommission }) {
  return <Timeline items={[found(topic), announced(topic), blocked(topic), deleted(topic)]} />;
}

function found(topic: Decommission): TimelineItem {
  const { quietSince, sizeBytes } = topic;
  return {
    key: "found",
    tone: stepTone(topic, "found"),
    title: <b>Found</b>,
    detail: (
      <>
        {quietInWords(topic)}{" "}
        {quietSince && (
          <>
            Quiet since <RelativeTime at={quietSince} />.{" "}
          </>
        )}
        {sizeBytes !== null && `It holds ${approximateBytes(BigInt(sizeBytes))} on all brokers together.`}
      </>
    ),
  };
}

function announced({ ending, ...topic }: Decommission): TimelineItem {
  return {
    key: "announced",
    tone: stepTone({ ...topic, ending }, "announced"),
    title: <b>Announce</b>,
    detail: ending ? (
      <>
        Written until {formatDate(new Date(ending.at))} UTC: everybody who uses it was told. <q>{ending.reason}</q>
      </>
    ) : (
      "Readers and owners are told until when it is written. Nothing changes on the cluster."
    ),
  };
}

function blocked(topic: Decommission): TimelineItem {
  const { block, request } = topic;
  return {
    key: "blocked",
    tone: request?.kind === "topic.block" ? "wait" : stepTone(topic, "blocked"),
    title: <b>Block</b>,
    at: block?.since ?? null,
    detail: (
      <>
        {block
          ? blockInWords(block).text
          : "Reads and writes are denied to everybody for some days, to hear who misses it. The records stay, and one click lifts it. It needs a cluster that enforces ACLs."}{" "}
        {request?.kind === "topic.block" && <Asked request={request} />}
      </>
    ),
  };
}

function deleted(topic: Decommission): TimelineItem {
  const { deletingAt, request } = topic;
  return {
    key: "deleting",
    tone: request?.kind === "topic.delete" && !deletingAt ? "wait" : stepTone(topic, "deleting"),
    title: <b>Delete</b>,
    at: deletingAt,
    detail: (
      <>
        {deletingAt
          ? "It was decided; it stands here until the cluster confirms that it is gone, and with it what denied its use."
          : "Its access ends first, then it goes with every record in it. This step cannot be taken back."}{" "}
        {request?.kind === "topic.delete" && <Asked request={request} />}
      </>
    ),
  };
}

function Asked({ request: { id, state } }: { request: NonNullable<Decommission["request"]> }) {
  return (
    <>
      <TextLink href={`/requests/${id}`}>Request {id}</TextLink>{" "}
      {state === "submitted" ? "waits for a decision." : "is approved; the worker is at it."}
    </>
  );
}
