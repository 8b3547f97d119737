import {
  AuthenticationError,
  MultipleErrors,
  NetworkError,
  ProtocolError,
  TimeoutError,
  UserError,
} from "@platformatic/kafka";
import { describe, expect, it } from "vitest";
import { toCallFailed } from "./call-failed.ts";
import { ClusterCallFailed } from "./cluster-admin.ts";

const refusedSocket = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
const connecting = (cause: Error) =>
  new AggregateError([new NetworkError("Connection to 127.0.0.1:1 failed.", { cause })]);

describe("toCallFailed", () => {
  it("finds a wrong password four layers down, behind errors that call themselves retriable", () => {
    const answer = new MultipleErrors("Received response with error", [new ProtocolError(58, "Authentication failed")]);

    const failed = toCallFailed(connecting(new AuthenticationError("SASL authentication failed.", { cause: answer })));

    expect(failed.error).toMatchObject({ code: "not_authorized", retriable: false });
  });

  it.each([
    ["closed the connection", new NetworkError("Connection closed"), "unavailable"],
    ["did not answer", new TimeoutError("Request timed out"), "timed_out"],
  ])("does not blame the password when the broker %s during the log-in", (_, cause, code) => {
    const failed = toCallFailed(connecting(new AuthenticationError("SASL authentication failed.", { cause })));

    expect(failed.error).toMatchObject({ code, retriable: true });
  });

  it("blames the log-in when the broker's proof of knowing the password is wrong", () => {
    expect(toCallFailed(connecting(new AuthenticationError("Invalid server signature."))).error.code).toBe(
      "not_authorized",
    );
  });

  it("says how a connection failed", () => {
    const unavailable = { code: "unavailable", retriable: true };

    expect(toCallFailed(connecting(refusedSocket)).error).toEqual({
      ...unavailable,
      message: "The cluster cannot be reached: ECONNREFUSED.",
    });
    expect(toCallFailed(new UserError("Broker requires TLS.")).error).toEqual({
      ...unavailable,
      message: "The cluster cannot be reached: Broker requires TLS.",
    });
  });

  it("tells a time-out apart although it carries the code of a network error", () => {
    expect(toCallFailed(new TimeoutError("Request timed out")).error).toMatchObject({
      code: "timed_out",
      retriable: true,
    });
  });

  it("keeps what was thrown as its cause, and passes on what is translated already", () => {
    const failed = toCallFailed(refusedSocket);

    expect(failed).toBeInstanceOf(ClusterCallFailed);
    expect(failed.cause).toBe(refusedSocket);
    expect(toCallFailed(failed)).toBe(failed);
  });

  it("survives errors that are their own cause", () => {
    const circular = new Error("one");
    circular.cause = new Error("other", { cause: circular });

    expect(toCallFailed(circular).error.code).toBe("unavailable");
  });
});
