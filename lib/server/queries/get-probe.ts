import { z } from "zod";
import { GetProbe, type ProbeView, RegistrySaid, Sample } from "#lib/contract/schemas";
import type { Database } from "#lib/db/database";
import { findProbe, type Probe } from "#lib/db/stores/probes";
import type { Actor } from "#lib/domain/actor";
import { fail, ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { findSampledTopic, sampleSubject } from "../subjects/sampled-topic.ts";

const answerOf = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), message: z.string() }),
  ]);
const CompatibilityAnswer = answerOf(RegistrySaid);
const SampleAnswer = answerOf(Sample);

/** The worker's answer to a question of the caller's own. What others asked and what has expired is not there, nor records that may no longer be seen. */
export const getProbe = defineQuery({
  name: "get-probe",
  permission: "subject.read",
  input: GetProbe,
  async handle({ actor, db }, { probeId }) {
    const probe = actor.userId === null ? null : await findProbe(db, probeId, actor.userId);
    if (!probe || !(await maySee(db, actor, probe))) {
      return fail("not_found", "There is no such thing, or you may not see it.");
    }
    return ok(viewOf(probe));
  },
});

/** Access may have been revoked since records were asked for. */
async function maySee(db: Database, actor: Actor, { kind, cluster, question }: Probe): Promise<boolean> {
  if (kind === "compatibility") return true;
  const topic = await findSampledTopic(db, cluster, question.topic ?? "");
  return topic !== null && decide(actor, "topic.sample", sampleSubject(topic)).allowed;
}

function viewOf({ id, kind, answer }: Probe): ProbeView {
  const view: ProbeView = { id, kind, state: "waiting", message: "", verdict: null, sample: null };
  if (answer === null) return view;

  if (kind === "compatibility") {
    const said = CompatibilityAnswer.parse(answer);
    if (said.ok) return { ...view, state: "answered", verdict: said.value };
    return { ...view, state: "failed", message: said.message };
  }
  const read = SampleAnswer.parse(answer);
  if (read.ok) return { ...view, state: "answered", sample: read.value };
  return { ...view, state: "failed", message: read.message };
}
