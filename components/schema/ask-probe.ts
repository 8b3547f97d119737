import { z } from "zod";
import { ProbeAsked, ProbeView } from "#lib/contract/probes";

/** How long is waited between two looks, ms: the first answer is often there at once, a slow one need not be asked for at the same pace. */
const FIRST_MS = 50;
const LONGEST_MS = 250;

const EXPIRED: Omit<ProbeView, "id"> = {
  ...{ kind: "compatibility", state: "expired", verdict: null, sample: null, loss: null, offsets: null },
  message: "Nobody answered in time; the worker may be away.",
};

const Refusal = z.object({ detail: z.string() });

/**
 * Asks the worker a question about a live system and waits for its answer.
 * @param address of the question: `/api/v1/compatibility-checks`
 * @returns an answer, or why there is none: `failed` with the worker's words, `expired` when nobody answered in time
 * @throws what stands against asking, as a sentence; the signal's reason when that was aborted
 */
export async function askProbe(address: string, question: unknown, signal: AbortSignal): Promise<ProbeView> {
  const headers = { "content-type": "application/json" };
  const asked = await fetch(address, { method: "POST", headers, body: JSON.stringify(question), signal });
  const answer: unknown = await asked.json();
  if (!asked.ok) throw new Error(detailOf(answer));

  const { probeId } = ProbeAsked.parse(answer);
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 1.5, LONGEST_MS)) {
    await pause(wait, signal);
    const probe = await lookAt(probeId, signal);
    if (probe.state !== "waiting") return probe;
  }
}

async function lookAt(probeId: string, signal: AbortSignal): Promise<ProbeView> {
  const response = await fetch(`/api/v1/probes/${probeId}`, { signal });
  const answer: unknown = await response.json();
  if (response.ok) return ProbeView.parse(answer);
  if (response.status !== 404) throw new Error(detailOf(answer));
  // What has expired is forgotten: to whoever asked it looks like what never was.
  return { ...EXPIRED, id: probeId };
}

function detailOf(answer: unknown): string {
  return Refusal.safeParse(answer).data?.detail ?? "The answer cannot be understood.";
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
}
