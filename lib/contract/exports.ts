import { z } from "zod";

export const ExportFormat = z.enum(["yaml", "json"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

const format = ExportFormat.default("yaml");

export const ExportTopic = z.strictObject({ cluster: z.string().max(100), name: z.string().max(1_000), format });

export const ExportTeam = z.strictObject({ team: z.string().max(100), format });
