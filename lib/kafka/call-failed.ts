import { AuthenticationError, ProtocolError, TimeoutError, UserError } from "@platformatic/kafka";
import { ClusterCallFailed, type ClusterError } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";

/**
 * Translates whatever the client library or Node threw for a whole call. The library wraps the reason in up to four layers
 * (`MultipleErrors.errors`, `NetworkError.cause`, `AuthenticationError.cause`, `ResponseError.errors`), so all of them are looked through.
 */
export function toCallFailed(thrown: unknown): ClusterCallFailed {
  if (thrown instanceof ClusterCallFailed) return thrown;
  return new ClusterCallFailed(meaningOf(layersOf(thrown)), { cause: thrown });
}

/** What a read answers, or undefined when it got no answer: for reads that are a part of a larger one. */
export async function unlessFailed<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ClusterCallFailed) return undefined;
    throw error;
  }
}

function meaningOf(layers: Error[]): ClusterError {
  // What a broker said outweighs how the connection ended. A time-out is looked for before a failed log-in, because a broker
  // that hangs or dies during the log-in is wrapped in an AuthenticationError too, and that is nobody's wrong password.
  const answered = layers.find((layer) => layer instanceof ProtocolError);
  if (answered) return clusterError(answered.apiCode, answered.serverErrorMessage);

  if (layers.some((layer) => layer instanceof TimeoutError)) {
    return { code: "timed_out", retriable: true, message: "The cluster did not answer in time." };
  }

  const why =
    layers.map(codeOf).find((code) => code !== undefined) ??
    layers.find((layer) => layer instanceof UserError)?.message;
  const closed = layers.some((layer) => layer.message.startsWith("Connection closed"));
  if (!why && !closed && layers.some((layer) => layer instanceof AuthenticationError)) return clusterError(58, null);

  return {
    code: "unavailable",
    retriable: true,
    message: `The cluster cannot be reached${why ? `: ${why.replace(/\.$/, "")}` : ""}.`,
  };
}

/** `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED` … of Node's own errors; the library's codes all begin with `PLT_KFK_`. */
function codeOf(error: Error): string | undefined {
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" && !code.startsWith("PLT_KFK_") ? code : undefined;
}

function layersOf(thrown: unknown, seen = new Set<Error>()): Error[] {
  if (!(thrown instanceof Error) || seen.has(thrown)) return [];
  seen.add(thrown);
  const inner: unknown[] = thrown instanceof AggregateError ? thrown.errors : [];
  return [thrown, ...[thrown.cause, ...inner].flatMap((layer) => layersOf(layer, seen))];
}
