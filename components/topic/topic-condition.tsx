import type { ReactNode } from "react";
import type { TopicView } from "#lib/contract/topics";
import { planRows } from "../plan/plan-rows.ts";
import { PlanView } from "../plan/plan-view.tsx";
import { Card, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { Tone } from "../ui/tone.ts";
import { topicHref } from "./topic-href.ts";

type TopicConditionProps = {
  topic: TopicView;
  /** The button that has a blocked topic tried again; null for who may not. */
  retry: ReactNode;
};

/** What keeps a topic from being as it was approved, in a sentence; nothing for one that is ready. */
export function TopicCondition({ topic, retry }: TopicConditionProps) {
  switch (topic.condition.state) {
    case "ready":
    // That nobody owns it stands above the tabs, with the way to claim it.
    case "unmanaged":
      return null;
    case "pending":
      return <Pending topic={topic} />;
    case "deleting":
      return <Deleting topic={topic} />;
    case "blocked":
      return <Blocked topic={topic} retry={retry} />;
    case "missing":
      return <Missing topic={topic} />;
    case "drifted":
      return <Drifted topic={topic} />;
  }
}

function Banner({ tone, children, action }: { tone: Tone; children: ReactNode; action?: ReactNode }) {
  return (
    <Card tone={tone}>
      <CardSection className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64 wrap-anywhere">{children}</div>
        {action}
      </CardSection>
    </Card>
  );
}

function Began({ at }: { at: string | null }) {
  if (at === null) return null;
  return (
    <span className="font-normal text-ink-3">
      {" "}
      · <RelativeTime at={at} />
    </span>
  );
}

function Pending({ topic: { clusterName, progress, observed } }: { topic: TopicView }) {
  if (progress.step === "waiting") {
    return (
      <Banner tone="warn">
        <p className="font-semibold">
          Waiting for {clusterName}
          {progress.since && (
            <>
              {" "}
              since <RelativeTime at={progress.since} />
            </>
          )}
        </p>
        <p className="text-ink-2">
          {progress.message} What was approved is kept, and is applied once the cluster is back; nobody has to do
          anything.
        </p>
      </Banner>
    );
  }
  return (
    <Banner tone="wait">
      <p className="font-semibold">
        Approved, and being applied
        <Began at={progress.since} />
      </p>
      <p className="text-ink-2">
        {progress.message}{" "}
        {observed
          ? `The settings below are the approved ones; they count as applied once they were seen on ${clusterName}.`
          : `It was not seen on ${clusterName} yet.`}
      </p>
    </Banner>
  );
}

/** Its tombstone stands until the cluster confirms that nothing of it is left. */
function Deleting({ topic: { clusterName, progress, deletingAt } }: { topic: TopicView }) {
  const waiting = progress.step === "waiting" || progress.step === "blocked";
  return (
    <Banner tone={waiting ? "warn" : "wait"}>
      <p className="font-semibold">
        {waiting ? `To be deleted, and waiting for ${clusterName}` : "Being deleted"}
        <Began at={deletingAt} />
      </p>
      <p className="text-ink-2">
        {progress.message} Its access has ended. It stands here until {clusterName} confirms that it is gone; nobody has
        to do anything.
      </p>
    </Banner>
  );
}

/** The way out for a topic whose place somebody else took or emptied: what is managed here ends, and nothing else does. */
function Removal({ topic: { cluster, name, may } }: { topic: TopicView }) {
  if (!may.delete.allowed) return null;
  return <LinkButton href={topicHref(cluster, name, "delete")}>Ask to remove it from Headgate</LinkButton>;
}

function Blocked({ topic, retry }: TopicConditionProps) {
  const { condition, may } = topic;
  const foreign = condition.reason === "recreated_outside";
  return (
    <Banner
      tone="bad"
      action={
        <>
          {foreign && <Removal topic={topic} />}
          {retry}
        </>
      }
    >
      <p className="font-semibold">
        Blocked
        <Began at={condition.since} />
        {condition.reason && <span className="font-normal text-ink-3"> · {condition.reason.replaceAll("_", " ")}</span>}
      </p>
      <p>{condition.message}</p>
      {foreign && <p className="text-ink-2">What is there now is not managed and stays untouched.</p>}
      {!may.retry.allowed && may.retry.needed && <p className="mt-1 text-ink-2">To try it again: {may.retry.needed}</p>}
    </Banner>
  );
}

function Missing({ topic }: { topic: TopicView }) {
  const { clusterName, condition } = topic;
  return (
    <Banner tone="bad" action={<Removal topic={topic} />}>
      <p className="font-semibold">
        Not found on {clusterName}
        <Began at={condition.since} />
      </p>
      <p className="text-ink-2">{condition.message} It is not made again unasked.</p>
    </Banner>
  );
}

function Drifted({ topic: { cluster, name, plan, clusterName, condition } }: { topic: TopicView }) {
  const rows = plan ? planRows(plan).rows : [];
  return (
    <div className="grid gap-4">
      <Banner
        tone="warn"
        action={<LinkButton href={topicHref(cluster, name, "config")}>Put it back or adopt it</LinkButton>}
      >
        <p className="font-semibold">
          Changed outside Headgate
          <Began at={condition.since} />
        </p>
        <ul className="mt-1 grid gap-1">
          {rows.map(({ field, label, from, to }) => (
            <li key={field} className="flex flex-wrap items-center gap-2">
              <Chip tone="warn">{label}</Chip>
              <span>
                Desired <b>{to}</b>, on {clusterName} <b>{from}</b>.
              </span>
            </li>
          ))}
        </ul>
      </Banner>
      {plan && <PlanView plan={plan} title="What applying the approved settings again would do" />}
    </div>
  );
}
