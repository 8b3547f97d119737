import { Pool } from "pg";

/** As many connections as the product's web process has. */
globalThis.benchPool ??= new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

export const pool = globalThis.benchPool;
