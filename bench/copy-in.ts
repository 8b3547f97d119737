import type { Connection, PoolClient, Submittable } from "pg";

/** What pg's connection can do and its types leave out: the copy-in part of Postgres' protocol. */
type CopyingConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

/** Sends rows by `COPY … FROM STDIN`, in text format. Resolves when Postgres has them. */
export function copyIn(client: PoolClient, text: string, rows: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.query(new CopyIn(text, rows, resolve, reject));
  return promise;
}

/** pg hands the messages of a running query to these methods by name. */
class CopyIn implements Submittable {
  readonly #text: string;
  readonly #rows: string;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;

  constructor(text: string, rows: string, resolve: () => void, reject: (error: Error) => void) {
    this.#text = text;
    this.#rows = rows;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: CopyingConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.#rows));
    connection.endCopyFrom();
  }

  /** Of how many rows there were; the caller knows. */
  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#resolve();
  }

  handleError(error: Error): void {
    this.#reject(error);
  }
}
