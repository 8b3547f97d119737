import { isIP } from "node:net";
import {
  type API,
  type Connection,
  type ConnectionOptions,
  ConnectionPool,
  ResponseError,
  TimeoutError,
} from "@platformatic/kafka";
import { assertSupported, isOffered, type OfferedApi } from "./api-versions.ts";
import { toCallFailed } from "./call-failed.ts";
import type { BrokerAddress, ClusterConnection } from "./cluster-connection.ts";

const CLIENT_ID = "headgate";

/**
 * Connections to the brokers of one cluster, made when needed and made anew after an outage. Each call sends one request, once:
 * the library's typed client retries, and lets concurrent calls that look alike share one answer, so its raw functions are used.
 */
export class BrokerConnections {
  readonly #pool: ConnectionPool;
  readonly #requestTimeoutMs: number;
  readonly #offered = new WeakMap<Connection, readonly OfferedApi[]>();
  #bootstrapServers: readonly BrokerAddress[];

  constructor(connection: ClusterConnection) {
    this.#pool = new ConnectionPool(CLIENT_ID, connectionOptions(connection));
    this.#requestTimeoutMs = connection.requestTimeoutMs;
    this.#bootstrapServers = connection.bootstrapServers;
    // The pool listens to a connection's first error only; a second one that nobody listens to would end the process.
    this.#pool.on("connecting", ({ connection: opened }) => opened.on("error", () => undefined));
  }

  /** The time to give a broker for its own work, in ms: it gives up a little earlier than this side does, so that its answer still arrives. */
  get brokerTimeoutMs(): number {
    return Math.floor(this.#requestTimeoutMs * 0.9);
  }

  /**
   * Sends one request to the first bootstrap server that can be reached.
   * @returns the whole answer, items with errors included; look at every `errorCode`
   * @throws {ClusterCallFailed} when no answer came within `requestTimeoutMs`
   */
  ask<Request extends unknown[], Response>(api: API<Request, Response>, ...request: Request): Promise<Response> {
    return this.#send(this.#anyBroker(), api, request);
  }

  /** Sends one request to the broker at this address; otherwise as {@link ask}. */
  askBroker<Request extends unknown[], Response>(
    broker: BrokerAddress,
    api: API<Request, Response>,
    ...request: Request
  ): Promise<Response> {
    return this.#send(this.#broker(broker), api, request);
  }

  /** As {@link askBroker}, for a message that not every broker understands: undefined when this one does not. */
  askBrokerIfOffered<Request extends unknown[], Response>(
    broker: BrokerAddress,
    api: API<Request, Response>,
    ...request: Request
  ): Promise<Response | undefined> {
    return this.#within(this.#broker(broker), (connection) => {
      const offered = isOffered(api, this.#offered.get(connection) ?? []);
      return offered ? wholeAnswer(api.async(connection, ...request)) : undefined;
    });
  }

  /** Closes every connection; calls that wait fail, and so does every later one. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  #send<Request extends unknown[], Response>(
    connecting: Promise<Connection>,
    api: API<Request, Response>,
    request: Request,
  ): Promise<Response> {
    return this.#within(connecting, (connection) => wholeAnswer(api.async(connection, ...request)));
  }

  /** Does something with a connection, in the time that a call may take. */
  async #within<Result>(
    connecting: Promise<Connection>,
    work: (connection: Connection) => Result | Promise<Result>,
  ): Promise<Result> {
    const deadline = Promise.withResolvers<never>();
    let expired = false;
    const timer = setTimeout(() => {
      expired = true;
      deadline.reject(new TimeoutError("The call took too long."));
    }, this.#requestTimeoutMs);

    const answer = connecting.then((connection) => {
      // The caller has given up by now; a write sent after that would happen behind its back.
      if (expired) throw new TimeoutError("Connecting took too long.");
      return work(connection);
    });
    try {
      return await Promise.race([answer, deadline.promise]);
    } catch (error) {
      throw toCallFailed(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #anyBroker(): Promise<Connection> {
    const servers = this.#bootstrapServers;
    const failures: unknown[] = [];
    for (const server of servers) {
      try {
        const connection = await this.#broker(server);
        // Begin with this one next time: a server that swallows packets costs a whole connectTimeoutMs.
        this.#bootstrapServers = [server, ...servers.filter((other) => other !== server)];
        return connection;
      } catch (error) {
        failures.push(error);
      }
    }
    throw new AggregateError(failures, "No bootstrap server could be reached.");
  }

  /** A connection is asked for on every call and never kept: one from before an outage never works again. */
  async #broker({ host, port }: BrokerAddress): Promise<Connection> {
    const connection = await this.#pool.get({ host, port });
    if (!this.#offered.has(connection)) this.#offered.set(connection, await assertSupported(connection));
    return connection;
  }
}

/** The library rejects when any item failed, but keeps the complete answer on the error; the other items did happen. */
async function wholeAnswer<Response>(request: Promise<Response>): Promise<Response> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ResponseError && "response" in error) return error.response as Response;
    throw error;
  }
}

function connectionOptions({
  bootstrapServers,
  sasl,
  tls,
  requestTimeoutMs,
  connectTimeoutMs,
}: ClusterConnection): ConnectionOptions {
  const named = bootstrapServers.every(({ host }) => isIP(host) === 0);
  return {
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    ...(sasl && { sasl }),
    // Hosted clusters tell brokers apart by the TLS server name, which must not be an IP address (RFC 6066).
    ...(tls && { tls: tls === true ? {} : { ca: tls.ca }, tlsServerName: named }),
  };
}
