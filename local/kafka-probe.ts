import { connect } from "node:net";

const ANSWER_WITHIN_MS = 5_000;
const CORRELATION_ID = 1;

/**
 * Asks a broker for its API versions, the one request that is answered before any log in, and so the first sign that it serves.
 * An open port is not: the broker listens before it has caught up with its metadata.
 *
 * @returns whether it answered within five seconds
 */
export function answersApiVersions(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_WITHIN_MS });
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => socket.write(apiVersionsRequest()));
    // An answer is its length in 4 bytes, then the correlation id of the request (Kafka protocol guide, "Response Header v0").
    socket.once("data", (answer) => finish(answer.length >= 8 && answer.readInt32BE(4) === CORRELATION_ID));
    socket.once("timeout", () => finish(false));
    socket.once("error", () => finish(false));
    socket.once("close", () => finish(false));
  });
}

/** ApiVersions (key 18) version 0, whose body is empty, after request header v1: key, version, correlation id, client id. */
function apiVersionsRequest(): Buffer {
  const clientId = Buffer.from("headgate-local");
  const request = Buffer.alloc(4 + 10 + clientId.length);
  request.writeInt32BE(10 + clientId.length, 0);
  request.writeInt16BE(18, 4);
  request.writeInt16BE(0, 6);
  request.writeInt32BE(CORRELATION_ID, 8);
  request.writeInt16BE(clientId.length, 12);
  clientId.copy(request, 14);
  return request;
}
