import type { z } from "zod";

/** One call of the API. `body` and `query` are the input schemas themselves, so the document cannot say something else. */
export type Operation = {
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Below `/api/v1`, parameters in braces. */
  path: string;
  tag: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Success; no schema means 204 without a body. */
  status: 200 | 201 | 204;
  response?: z.ZodType;
  /** Success is a file: YAML, or JSON where that is asked for. */
  file?: true;
};

/** A body without the fields that stand in the path. */
export const without = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, ...fields: (keyof Shape & string)[]) =>
  schema.omit(Object.fromEntries(fields.map((field) => [field, true])) as never);
