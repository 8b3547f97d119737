import { createHmac } from "node:crypto";

/**
 * The value of `Headgate-Signature`: `v1=` and, in hexadecimal, HMAC-SHA-256 of the timestamp, a full stop and the body as sent. With the time
 * signed too, a receiver can refuse what is old.
 * @param timestamp seconds since 1970, as in `Headgate-Timestamp`
 */
export function webhookSignature(secret: string, timestamp: number, body: string): string {
  return `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}
