import { describe, expect, it } from "vitest";
import { bindingError, clusterError, quotaError, safeBrokerText } from "./cluster-error.ts";

describe("clusterError", () => {
  it.each([
    [36, "already_exists", false],
    [17, "invalid_name", false],
    [37, "invalid_partitions", false],
    [38, "invalid_replication_factor", false],
    [39, "invalid_replication_factor", false],
    [40, "invalid_config", false],
    [44, "policy_refused", false],
    [29, "not_authorized", false],
    [31, "not_authorized", false],
    [54, "not_authorized", false],
    [58, "not_authorized", false],
    [91, "invalid_credential", false],
    [92, "invalid_credential", false],
    [93, "invalid_credential", false],
    [89, "quota_exceeded", true],
    [22, "group_active", false],
    [25, "group_active", false],
    [27, "group_active", false],
    [68, "group_active", false],
    [24, "invalid_name", false],
    [69, "unexpected", false],
    [73, "policy_refused", false],
    [16, "unavailable", true],
    [60, "unavailable", true],
    [7, "timed_out", true],
    [3, "unknown_topic", true],
    [41, "unavailable", true],
    [-1, "unexpected", true],
    [42, "unexpected", false],
    [12_345, "unexpected", false],
  ])("maps %i to %s", (kafkaCode, code, retriable) => {
    expect(clusterError(kafkaCode, null)).toMatchObject({ code, retriable });
  });

  it("keeps the broker's own words", () => {
    expect(clusterError(40, "Invalid value x for configuration retention.ms: Not a number of type LONG").message).toBe(
      "Invalid value x for configuration retention.ms: Not a number of type LONG",
    );
  });

  it("waits for brokers that are fenced instead of calling the replication factor wrong", () => {
    const error = clusterError(38, "All brokers are currently fenced or in controlled shutdown.");

    expect(error).toMatchObject({ code: "unavailable", retriable: true });
    expect(error.message).toContain("fenced");
  });

  it("never shows what a broker prints about a refused permission", () => {
    const dump =
      "Request Request(processor=2, connectionId=127.0.0.1:29093-127.0.0.1:38654-2-0, session=Session@107c5e3a";

    expect(clusterError(31, dump).message).toBe("The cluster does not allow Headgate to do this on the cluster.");
  });
});

describe("INVALID_REQUEST", () => {
  it("is an invalid binding of an ACL and an invalid setting of a quota, in the broker's words", () => {
    const message = "Resource name should not be empty";

    expect(bindingError(42, message)).toEqual({ code: "invalid_binding", retriable: false, message });
    expect(quotaError(42, message)).toEqual({ code: "invalid_config", retriable: false, message });
    expect(bindingError(42, null).message).toMatch(/ACL/);
  });

  it("leaves every other code its meaning", () => {
    expect(bindingError(44, null)).toEqual(clusterError(44, null));
    expect(quotaError(31, null)).toEqual(clusterError(31, null));
  });
});

describe("safeBrokerText", () => {
  it.each([
    "Request Request(processor=2, connectionId=1)",
    "buffer=java.nio.HeapByteBuffer[pos=37 lim=37 cap=60]",
    "session=org.apache.kafka.network.Session@107c5e3a",
    "",
    " \n ",
  ])("says nothing of %j", (text) => {
    expect(safeBrokerText(text)).toBeUndefined();
  });

  it("drops the class name of an exception", () => {
    expect(safeBrokerText("org.apache.kafka.common.errors.PolicyViolationException: Too long.")).toBe("Too long.");
  });

  it("makes one line without control, zero-width and bidirectional characters", () => {
    expect(safeBrokerText("a\u001b[31m\r\nb\u202ec\u200bd\ud800")).toBe("a [31m b c d");
  });

  it("cuts what is too long, not within a character", () => {
    const text = safeBrokerText(`${"x".repeat(498)}😀${"x".repeat(300)}`) ?? "";

    expect(text.length).toBeLessThanOrEqual(500);
    expect(text.isWellFormed()).toBe(true);
    expect(text.endsWith("…")).toBe(true);
  });
});
