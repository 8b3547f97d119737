"use client";

import { type FormEvent, useState } from "react";
import type { z } from "zod";
import type { Allowed } from "#lib/contract/common";
import { MAX_SAMPLE, type Sample } from "#lib/contract/probes";
import { ReasonField } from "../command/reason-field.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { askProbe } from "./ask-probe.ts";
import { SampledRecordView } from "./sampled-record-view.tsx";

/** How long somebody waits for a worker before it is said that none answers, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Records that are asked for when nobody says how many. */
const USUAL = 10;

type SampleCardProps = { cluster: string; topic: string; may: z.infer<typeof Allowed> };

/** The newest records of a topic, decoded, for those who may read it. Asking needs a reason, which stays; the records do not. */
export function SampleCard({ cluster, topic, may }: SampleCardProps) {
  const [sample, setSample] = useState<Sample | null>(null);

  return (
    <Card>
      <CardHeader title="Sample" aside={sample && <Count count={sample.records.length} />} />
      {may.allowed ? (
        <CardSection>
          <SampleForm cluster={cluster} topic={topic} onSample={setSample} />
        </CardSection>
      ) : (
        <CardSection className="text-ink-2">
          {may.needed} Access to consume the topic brings it: ask for that above.
        </CardSection>
      )}
      <LiveRegion hidden>{sample && `${sample.records.length} records`}</LiveRegion>
      {sample && <Records sample={sample} topic={topic} />}
    </Card>
  );
}

function Count({ count }: { count: number }) {
  return <>{count === 1 ? "1 record" : `${count} records`}</>;
}

type SampleFormProps = Omit<SampleCardProps, "may"> & { onSample: (sample: Sample) => void };

function SampleForm({ cluster, topic, onSample }: SampleFormProps) {
  const [refusal, setRefusal] = useState<{ detail: string } | null>(null);
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    setPending(true);
    const question = { cluster, topic, count: String(typed.get("count")), reason: String(typed.get("reason")) };
    const answer = await askForSample(question);
    setPending(false);
    setRefusal("refusal" in answer ? { detail: answer.refusal } : null);
    if ("sample" in answer) onSample(answer.sample);
  };

  return (
    // POST even before scripts have loaded: a reason never gets into an address.
    <form method="post" onSubmit={submit} noValidate>
      {refusal && <ErrorSummary key={refusal.detail} detail={refusal.detail} />}
      <div className="grid gap-3 sm:grid-cols-[7rem_minmax(0,1fr)]">
        <NumberField label="Records" name="count" defaultValue={USUAL} hint={`the newest, at most ${MAX_SAMPLE}`} />
        <ReasonField
          error={undefined}
          hint="That you looked, and why, stands in the audit trail. The records are forgotten after two minutes; fields tagged sensitive are masked."
        />
      </div>
      <Button type="submit" className="mt-3" pending={pending}>
        Show records
      </Button>
    </form>
  );
}

async function askForSample(question: unknown): Promise<{ sample: Sample } | { refusal: string }> {
  try {
    const { sample, message } = await askProbe("/api/v1/samples", question, AbortSignal.timeout(PATIENCE_MS));
    return sample ? { sample } : { refusal: message || NOBODY };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === "TimeoutError";
    return { refusal: !timedOut && error instanceof Error ? error.message : NOBODY };
  }
}

const NOBODY = "No worker answered in time. Try again.";

function Records({ sample: { records, note }, topic }: { sample: Sample; topic: string }) {
  return (
    <>
      {note && <CardSection className="text-ink-2">{note}</CardSection>}
      {records.length === 0 ? (
        <EmptyState title="No records">
          Nothing was written to this topic, or all of it is past its retention.
        </EmptyState>
      ) : (
        <ScrollRegion label={`Newest records of ${topic}`}>
          {records.map((record) => (
            <SampledRecordView key={`${record.partition} ${record.offset}`} record={record} />
          ))}
        </ScrollRegion>
      )}
    </>
  );
}
