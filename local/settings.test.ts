import { describe, expect, test } from "vitest";
import { Refusal } from "./refusal.ts";
import { readSettings } from "./settings.ts";

describe("readSettings", () => {
  test("the ports and the data folder of a clone, when nothing is set", () => {
    expect(readSettings({}, "/clone")).toEqual({
      root: "/clone",
      data: "/clone/.headgate",
      downloads: "/clone/.headgate/downloads",
      ports: { web: 3000, workerHealth: 3001, postgres: 15432, kafka: 19092, kafkaController: 19093, registry: 18081 },
    });
  });

  test("a relative data folder is relative to the clone, wherever the command was given", () => {
    expect(readSettings({ HEADGATE_DATA: "../elsewhere" }, "/home/clone").data).toBe("/home/elsewhere");
  });

  test("an empty variable counts as not set", () => {
    expect(readSettings({ HEADGATE_PORT: "" }, "/clone").ports.web).toBe(3000);
  });

  test.each(["0", "65536", "-1", "3000.5", "web", "1e3", " 80"])(
    "port %j is refused, and the message names the variable",
    (given) => {
      expect(() => readSettings({ HEADGATE_KAFKA_PORT: given }, "/clone")).toThrow(Refusal);
      expect(() => readSettings({ HEADGATE_KAFKA_PORT: given }, "/clone")).toThrow(/^HEADGATE_KAFKA_PORT=/);
    },
  );

  test("two parts on one port are refused by both names", () => {
    const twice = () => readSettings({ HEADGATE_POSTGRES_PORT: "3000" }, "/clone");
    expect(twice).toThrow("HEADGATE_PORT and HEADGATE_POSTGRES_PORT are both 3000");
  });
});
