import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type ReceivedMail = { from: string; to: string[]; text: string };

/** A real mail server on loopback that keeps what it is sent. */
export class TestMailServer {
  readonly mails: ReceivedMail[] = [];
  /** Refuses a recipient with this answer, as long as it is set. */
  refusal: { code: number; text: string } | null = null;
  readonly #server: SMTPServer;

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      logger: false,
      onRcptTo: (_address, _session, callback) => {
        const { refusal } = this;
        callback(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? "" : mailFrom.address;
          const text = Buffer.concat(chunks).toString("utf8");
          this.mails.push({ from, to: rcptTo.map(({ address }) => address), text });
          callback();
        });
      },
    });
  }

  /** Its address as `SMTP_URL` takes it. */
  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server.server, "listening");
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

export type ReceivedCall = { path: string; headers: IncomingHttpHeaders; body: string };

/** A webhook's receiver on loopback: answers as the test wants, 204 unless it says otherwise. */
export class TestReceiver {
  readonly calls: ReceivedCall[] = [];
  answer: (response: ServerResponse, call: ReceivedCall) => void = (response) => response.writeHead(204).end();
  readonly #server = createServer((request, response) => void this.#receive(request, response));

  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += chunk;
    const call = { path: request.url ?? "", headers: request.headers, body };
    this.calls.push(call);
    this.answer(response, call);
  }
}
