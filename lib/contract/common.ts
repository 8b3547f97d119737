import { z } from "zod";

/** An opaque place in a list; answered as `nextCursor`, given back as `cursor`. */
export const Cursor = z
  .string()
  .max(1_000)
  .regex(/^[A-Za-z0-9_-]+$/, "is not a cursor that a list answered");

/** Rows of a page. */
export const PAGE_SIZE = 50;

export const Limit = z.coerce.number().int().min(1).max(200).default(PAGE_SIZE);

/** A page of a list. `nextCursor` is null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export type Page<T> = { items: T[]; nextCursor: string | null };

export const Uuid = z.uuid("is not an id");

/** A request's number, as it stands in its address; kept below 2^53. */
export const RequestId = z.coerce
  .string()
  .regex(/^[1-9][0-9]{0,14}$/, "is not a request's number")
  .transform(Number)
  .pipe(z.int());

/** ISO 8601 in UTC, as Postgres reads it too: there is no year 0, and fractions of a second end somewhere. */
export const Instant = z.iso
  .datetime("is a time in UTC, such as 2026-11-21T09:00:00Z")
  .refine((value) => /^(?!0000).{1,40}$/.test(value), "is no time that a database knows");

export const Person = z.object({ id: z.string(), name: z.string() });
export type Person = z.infer<typeof Person>;

export const TeamRef = z.object({ id: z.string(), slug: z.string(), name: z.string() });
export type TeamRef = z.infer<typeof TeamRef>;

/** What a person may do with an object now; decided on the server, shown as buttons or as a sentence. */
export const Allowed = z.object({
  allowed: z.boolean(),
  /** Who could, in words, when not allowed. */ needed: z.string().nullable(),
});
export type Allowed = z.infer<typeof Allowed>;
