import { expect, test } from "@playwright/test";
import { placesOutside } from "../support/environment.ts";

for (const address of [
  "http://127.0.0.1:3000",
  "http://localhost:3000",
  "postgresql://owner:secret@127.0.0.1:5432/headgate",
  "127.0.0.1:19092,localhost:19093",
]) {
  test(`tests may run on ${address}`, () => {
    expect(placesOutside({ place: address })).toEqual([]);
  });
}

for (const address of [
  "http://headgate.example.test",
  "http://127.0.0.1.example.test:3000",
  "http://127.0.0.1@headgate.example.test",
  "postgresql://owner:secret@db.example.test:5432/headgate",
  "127.0.0.1:19092,kafka.example.test:9092",
  "10.0.0.1:9092",
]) {
  test(`tests refuse to run on ${address}`, () => {
    expect(placesOutside({ place: address })).toEqual(["place is not on loopback"]);
  });
}
