import { z } from "zod";
import * as offsets from "../offset-resets.ts";
import { ProbeAsked } from "../probes.ts";
import { RequestSubmitted } from "../topic-requests.ts";
import type { Operation } from "./operation.ts";

const DryRun = z.object({
  dryRun: z
    .stringbool()
    .optional()
    .describe("true: judge only; the answer is an OffsetResetPreview and nothing is stored"),
});

/** What goes on in a live topic: what a shorter retention would delete, and where a group stands and is to go on. */
export const OFFSET_RESETS: readonly Operation[] = [
  {
    id: "askLoss",
    method: "post",
    path: "/loss-probes",
    tag: "topics",
    summary: "Ask the cluster what a retention of a topic would delete, and who has not read it; the answer is a probe",
    body: offsets.AskLoss,
    status: 201,
    response: ProbeAsked,
  },
  {
    id: "askOffsets",
    method: "post",
    path: "/offset-probes",
    tag: "access",
    summary:
      "Ask the cluster where a group of an application stands in a topic and where it would go on; the answer is a probe",
    body: offsets.AskOffsets,
    status: 201,
    response: ProbeAsked,
  },
  {
    id: "requestOffsetReset",
    method: "post",
    path: "/offset-resets",
    tag: "access",
    summary: "Ask for a group's offsets in a topic to be set as an offset probe saw them, or judge it (dryRun)",
    query: DryRun,
    body: offsets.RequestOffsetReset,
    status: 201,
    response: RequestSubmitted,
  },
];
