/** How something stands: `ok` done and seen, `wait` under way, `warn` look at it, `bad` failed or refused, `off` not in play. */
export type Tone = "ok" | "wait" | "warn" | "bad" | "off";
