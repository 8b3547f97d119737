import { createTransport } from "nodemailer";

/** One mail as Headgate sends them: plain text to one person. */
export type Mail = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  /** The same at each attempt, so that a mailbox can tell a repeated one. */
  messageId: string;
  listId: string;
};

/** Sends mails, each to its one recipient. */
export type Mailer = {
  /** @throws what the server or the connection said; `responseCode` of 500 and more means that it will not take it */
  send(mail: Mail): Promise<void>;
  close(): void;
};

/** How many connections are kept; as many mails are sent at once. */
export const MAIL_CONNECTIONS = 4;

/** A pool of connections to `url`, opened at the first mail. Nothing that it says is logged here: the URL holds a password. */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MAIL_CONNECTIONS,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, messageId, listId }) {
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        messageId,
        headers: { "List-Id": listId, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      });
    },
    close: () => transport.close(),
  };
}
