import type { Database } from "#lib/db/database";
import { type DueMail, noteNotSent, noteSent, takeMail } from "#lib/db/worker-stores/outbox-deliveries";
import { oneLine } from "#lib/domain/one-line";
import type { Mail, Mailer } from "./mailer.ts";

/** One address and nothing else: no second recipient, no route, no comment (RFC 5321 §4.1.2, without quoted local parts). */
const ONE_ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/;
const SUBJECT_CHARACTERS = 200;

/**
 * Sends the mail that is due longest. At least once: a worker that dies after the server took it sends it again, under the same Message-ID.
 * @returns false when none is due
 */
export async function deliverMail(db: Database, mailer: Mailer, url: URL): Promise<boolean> {
  const due = await takeMail(db);
  if (!due) return false;

  const mail = mailOf(due, url);
  if ("error" in mail) {
    await noteNotSent(db, due, { ...mail, final: true });
    return true;
  }
  try {
    await mailer.send(mail);
  } catch (error) {
    await noteNotSent(db, due, whyNotSent(error));
    return true;
  }
  await noteSent(db, due.id);
  return true;
}

/** The mail of a delivery, with everything in a header on one line. */
function mailOf({ id, event, name, address, wanted }: DueMail, url: URL): Mail | { error: string } {
  if (!wanted || address === null) return { error: "not wanted any more" };
  if (!ONE_ADDRESS.test(address)) return { error: "the account's address is none" };

  return {
    to: { name: oneLine(name, 100), address },
    subject: oneLine(event.subject, SUBJECT_CHARACTERS),
    text: `${event.body}\n\n${new URL(event.path, url).href}\n\n-- \nWhat you are told of: ${new URL("/settings", url).href}\n`,
    messageId: `<${id}@${url.hostname}>`,
    listId: `Headgate <notices.${url.hostname}>`,
  };
}

/** What the server said of it, which holds no secret. A mail that it will never take is not offered again; a wrong password may be mended. */
function whyNotSent(error: unknown): { error: string; final: boolean } {
  if (!(error instanceof Error)) throw error;
  const { code, responseCode, response } = error as { code?: string; responseCode?: number; response?: string };
  const final = responseCode !== undefined && responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
  return { error: oneLine(response ?? code ?? error.name, 300), final };
}
