"use client";

import { useState } from "react";
import { defaultConfigValue } from "#lib/domain/default-config-value";
import type { Plan } from "#lib/domain/plan";
import { wholeNumber } from "#lib/domain/quantity";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import { askProbe } from "../schema/ask-probe.ts";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { fetchTopicLifePreview, type TopicLifePreview } from "./fetch-topic-life-preview.ts";

type Place = { cluster: string; name: string };

/**
 * The judgement of a change while it is typed. Where it keeps less, the cluster is asked what that deletes; once it has told, the judgement is
 * asked for again, because the loss is part of the plan.
 * @param body of the question; null while there is nothing to ask
 */
export function useMeasuredPreview({ cluster, name }: Place, body: string | null) {
  const [measured, setMeasured] = useState("");
  const key = body === null ? null : JSON.stringify([body, measured]);
  const preview = useLatestAnswer<TopicLifePreview>(key, (question, signal) =>
    fetchTopicLifePreview((JSON.parse(question) as [string, string])[0], signal),
  );

  const retentionMs = preview.answer?.plan ? untoldRetention(preview.answer.plan) : null;
  const probe = useLatestAnswer<string>(
    retentionMs,
    async (asked, signal) => {
      const { state } = await askProbe("/api/v1/loss-probes", { cluster, topic: name, retentionMs: asked }, signal);
      if (state !== "answered") throw new Error(`the loss was not measured: ${state}`);
      return asked;
    },
    0,
  );
  if (probe.answer !== null && probe.answer !== measured) setMeasured(probe.answer);
  return preview;
}

/** The retention of a plan of which the cluster has not told what it deletes; null where it has, or where nothing goes. */
function untoldRetention({ loss, changes, defaults = STOCK_DEFAULTS }: Plan): string | null {
  if (loss !== null) return null;
  const change = changes.find(({ field }) => field === "retention.ms");
  const after = wholeNumber(String(change?.to ?? defaultConfigValue("retention.ms", defaults)));
  return after === undefined || after < 0n ? null : String(after);
}
