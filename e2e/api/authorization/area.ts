import type { Side } from "../authorization-world.ts";

/** A call as it is made about the objects of one side: the address, and the body that fails harmlessly once allowed. */
type Call = (side: Side) => { path: string; body?: object };

/** The operations of one part of the API: what each answers to whom, as `authorization-table.ts` reads it, and how it is called. */
export type Area = { table: string; calls: Record<string, Call> };

/** A version that no object has: a change that is allowed ends as a conflict. */
export const NO_VERSION = 999;
