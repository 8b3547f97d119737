import { z } from "zod";
import { answerProbe, findOpenProbes, type OpenProbe, type ProbeAnswer } from "#lib/db/worker-stores/open-probes";
import { SchemaDefinition } from "#lib/domain/schema";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { answerLoss, LossQuestion } from "./answer-loss.ts";
import { answerOffsets, OffsetsQuestion } from "./answer-offsets.ts";
import { answerSample, SampleQuestion } from "./answer-sample.ts";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import { judgeSchema } from "./judge-schema.ts";
import { judgeWaitingSchemas } from "./judge-waiting-schemas.ts";
import { keepMeasuring } from "./measure-waiting-losses.ts";
import type { ProbeSession } from "./probe-session.ts";
import { pause, type WakeUp } from "./wake-up.ts";

/** Lost wake-ups cost at most this much latency. */
const LOOK_EVERY_MS = 1_000;
const JUDGE_EVERY_MS = 3_000;
/** What the registry failed on is asked again after so many looks. */
const LOOKS_UNTIL_AGAIN = 20;
const PROBES_AT_ONCE = 16;
/** Somebody waits: what does not answer in this time is said not to. */
const ANSWER_WITHIN_MS = 5_000;

const CompatibilityQuestion = z.object({ subject: z.string(), hash: z.string(), definition: SchemaDefinition });

/**
 * Answers questions about one cluster until the session ends, at once when woken; beside the sweeps and rounds, and waiting for none of them.
 * Never rejects.
 */
export async function answerProbes(session: ProbeSession, wakeUp: WakeUp): Promise<void> {
  await Promise.all([keepAnswering(session, wakeUp), keepJudging(session), keepMeasuring(session)]);
}

/** Each question is answered by itself: one whose system hangs holds back no other. */
async function keepAnswering(session: ProbeSession, wakeUp: WakeUp): Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  while (!session.signal.aborted) {
    const free = PROBES_AT_ONCE - underWay.size;
    const open = await find(session, [...underWay.keys()], free);
    for (const probe of open) {
      const answering = answerOne(session, probe).finally(() => {
        underWay.delete(probe.id);
        if (free <= open.length) wakeUp.ring();
      });
      underWay.set(probe.id, answering);
    }
    await wakeUp.wait(LOOK_EVERY_MS, session.signal);
  }
  await Promise.all(underWay.values());
}

async function find({ db, slug, log }: ProbeSession, except: readonly string[], limit: number): Promise<OpenProbe[]> {
  if (limit === 0) return [];
  try {
    return await findOpenProbes(db, slug, except, limit);
  } catch (error) {
    log.warn({ err: error }, "the questions could not be read");
    return [];
  }
}

async function answerOne(session: ProbeSession, probe: OpenProbe): Promise<void> {
  const answered = new AbortController();
  const late = async (): Promise<ProbeAnswer | null> => {
    await pause(ANSWER_WITHIN_MS, AbortSignal.any([answered.signal, session.signal]));
    // Whoever holds the lease next answers it.
    if (session.signal.aborted) return null;
    return { ok: false, message: `There was no answer within ${ANSWER_WITHIN_MS / 1_000} s. Try again.` };
  };
  const answer = await Promise.race([answerTo(session, probe), late()]);
  answered.abort();
  if (!answer) return;
  await answerProbe(session.db, probe.id, answer).catch((error: unknown) =>
    session.log.warn({ err: error, probe: probe.id }, "an answer could not be stored"),
  );
}

/** A kind of question that is added does not compile without who answers it. */
const ANSWERS: {
  readonly [Kind in OpenProbe["kind"]]: (session: ProbeSession, question: unknown) => Promise<ProbeAnswer>;
} = {
  compatibility: answerCompatibility,
  sample: (session, question) => answerSample(session, SampleQuestion.parse(question)),
  loss: (session, question) => answerLoss(session, LossQuestion.parse(question)),
  offsets: (session, question) => answerOffsets(session, OffsetsQuestion.parse(question)),
};

async function answerCompatibility(session: ProbeSession, question: unknown): Promise<ProbeAnswer> {
  const { registry } = session;
  if (!registry) return { ok: false, message: "This cluster has no schema registry." };
  const verdict = await judgeSchema(session, registry, CompatibilityQuestion.parse(question));
  return verdict.ok ? verdict : { ok: false, message: verdict.error.message };
}

async function answerTo(session: ProbeSession, { id, kind, question }: OpenProbe): Promise<ProbeAnswer> {
  try {
    return await ANSWERS[kind](session, question);
  } catch (error) {
    if (error instanceof RegistryCallFailed)
      return { ok: false, message: `The schema registry did not answer: ${error.error.message}` };
    if (error instanceof ClusterCallFailed)
      return { ok: false, message: `The cluster did not answer: ${error.error.message}` };
    session.log.error({ err: error, probe: id }, "a question could not be answered");
    return { ok: false, message: "This could not be answered. The worker's log says why." };
  }
}

async function keepJudging(session: ProbeSession): Promise<void> {
  const { registry, signal, log } = session;
  if (!registry) return;
  let failures = 0;
  const passedOver = new Set<string>();
  for (let looks = 0; !signal.aborted; looks += 1) {
    if (looks % LOOKS_UNTIL_AGAIN === 0) passedOver.clear();
    await pause(Math.max(JUDGE_EVERY_MS, failures && backOffMs(CONTACT_BACK_OFF, failures)), signal);
    if (signal.aborted) return;
    try {
      await judgeWaitingSchemas(session, registry, passedOver);
      failures = 0;
    } catch (error) {
      failures += 1;
      // That the registry is away is told by whoever looks after it.
      if (!(error instanceof RegistryCallFailed)) log.warn({ err: error }, "schemas that wait could not be judged");
    }
  }
}
