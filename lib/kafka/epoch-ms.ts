/** The latest moment that a JavaScript date can hold, in epoch ms. Producers may write any 64-bit time into a record. */
const LATEST_DATE = 8_640_000_000_000_000n;

/** A record's timestamp as epoch ms that a JavaScript date can hold. */
export function epochMs(timestamp: bigint): number {
  if (timestamp > LATEST_DATE) return Number(LATEST_DATE);
  return Number(timestamp < -LATEST_DATE ? -LATEST_DATE : timestamp);
}
