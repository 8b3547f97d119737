import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail server and a webhook's receiver on loopback, and what has come to them. */
export type Inboxes = {
  smtpUrl: string;
  url: string;
  /** Mails to an address, as they were sent. */
  mailsTo(address: string): string[];
  calls: { headers: IncomingHttpHeaders; body: string }[];
  close(): Promise<void>;
};

export async function openInboxes(): Promise<Inboxes> {
  const mails: { to: string[]; text: string }[] = [];
  const calls: Inboxes["calls"] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(chunks).toString("utf8") });
        callback();
      });
    },
  });
  const http = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    calls.push({ headers: request.headers, body });
    response.writeHead(204).end();
  });
  smtp.listen(0, "127.0.0.1");
  http.listen(0, "127.0.0.1");
  await Promise.all([once(smtp.server, "listening"), once(http, "listening")]);

  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`,
    url: `http://127.0.0.1:${portOf(http)}`,
    mailsTo: (address) => mails.filter(({ to }) => to.includes(address)).map(({ text }) => text),
    calls,
    close: async () => {
      http.closeAllConnections();
      await Promise.all([
        new Promise((done) => http.close(done)),
        new Promise<void>((done) => smtp.close(() => done())),
      ]);
    },
  };
}
