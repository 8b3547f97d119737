import { z } from "zod";
import { LosingGroup, Loss } from "./plan.ts";

/** What a shorter retention deletes as the cluster tells it, before anybody says whose the groups are. */
export const MeasuredLoss = Loss.extend({ groups: z.array(LosingGroup.omit({ owner: true })) });
export type MeasuredLoss = z.infer<typeof MeasuredLoss>;
