import { z } from "zod";
import { GetProbe, type ProbeView, RegistrySaid, Sample } from "#lib/contract/probes";
import type { Database } from "#lib/db/database";
import { findApplication } from "#lib/db/stores/applications";
import { findProbe, type Probe, type ProbeKind } from "#lib/db/stores/probes";
import type { Actor } from "#lib/domain/actor";
import { GroupOffsets } from "#lib/domain/group-offsets";
import { MeasuredLoss } from "#lib/domain/measured-loss";
import { fail, ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { applicationSubject } from "../applications/application-subject.ts";
import { defineQuery } from "../define-query.ts";
import { findSampledTopic, sampleSubject } from "../subjects/sampled-topic.ts";
import { ownedLoss } from "../topic-requests/owned-loss.ts";

/** The worker's answer to a question of the caller's own. What others asked and what has expired is not there, nor what may no longer be seen. */
export const getProbe = defineQuery({
  name: "get-probe",
  permission: "subject.read",
  input: GetProbe,
  async handle({ actor, db }, { probeId }) {
    const probe = actor.userId === null ? null : await findProbe(db, probeId, actor.userId);
    if (!probe || !(await MAY_SEE[probe.kind](db, actor, probe))) {
      return fail("not_found", "There is no such thing, or you may not see it.");
    }
    return ok(await viewOf(db, probe));
  },
});

/** What somebody may see may have been taken from them since they asked. */
const MAY_SEE: { readonly [Kind in ProbeKind]: (db: Database, actor: Actor, probe: Probe) => Promise<boolean> } = {
  compatibility: async () => true,
  sample: async (db, actor, { cluster, question }) => {
    const topic = await findSampledTopic(db, cluster, question.topic ?? "");
    return topic !== null && decide(actor, "topic.sample", sampleSubject(topic)).allowed;
  },
  loss: async (db, actor, { cluster, question }) => {
    const topic = await findSampledTopic(db, cluster, question.topic ?? "");
    return topic !== null && decide(actor, "topic.change", sampleSubject(topic)).allowed;
  },
  offsets: async (db, actor, { question }) => {
    const application = await findApplication(db, question.application ?? "");
    return application !== null && decide(actor, "group.reset", applicationSubject(application)).allowed;
  },
};

const Answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

type Said = Partial<Pick<ProbeView, "verdict" | "sample" | "loss" | "offsets">>;

/** What the worker says, by kind of question. */
const SAID: { readonly [Kind in ProbeKind]: (db: Database, probe: Probe, value: unknown) => Said | Promise<Said> } = {
  compatibility: (_, __, value) => ({ verdict: RegistrySaid.parse(value) }),
  sample: (_, __, value) => ({ sample: Sample.parse(value) }),
  loss: async (db, { cluster, question }, value) => ({
    loss: await ownedLoss(db, cluster, question.topic ?? "", MeasuredLoss.parse(value)),
  }),
  offsets: (_, __, value) => ({ offsets: GroupOffsets.parse(value) }),
};

async function viewOf(db: Database, probe: Probe): Promise<ProbeView> {
  const { id, kind } = probe;
  const nothing = { verdict: null, sample: null, loss: null, offsets: null };
  if (probe.answer === null) return { id, kind, state: "waiting", message: "", ...nothing };

  const answer = Answer.parse(probe.answer);
  if (!answer.ok) return { id, kind, state: "failed", message: answer.message, ...nothing };
  return { id, kind, state: "answered", message: "", ...nothing, ...(await SAID[kind](db, probe, answer.value)) };
}
