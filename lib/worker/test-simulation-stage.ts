import { afterAll } from "vitest";
import { TestInstallation } from "./test-installation.ts";

/** What earlier histories left, later ones have to look through: thousands in one database would get slower and slower. */
const HISTORIES_PER_DATABASE = 50;

/** Where random histories happen, one after the other: an installation for some of them, then one that is empty again. */
export class SimulationStage {
  #installation: TestInstallation | null = null;
  #histories = 0;

  /** To be called once, where a test file begins. */
  static prepare(): SimulationStage {
    const stage = new SimulationStage();
    afterAll(() => stage.#installation?.drop());
    return stage;
  }

  /** The installation of the next history. */
  async next(): Promise<TestInstallation> {
    if (this.#histories % HISTORIES_PER_DATABASE === 0) {
      await this.#installation?.drop();
      this.#installation = await TestInstallation.create();
    }
    this.#histories += 1;
    if (!this.#installation) throw new Error("A stage without an installation.");
    return this.#installation;
  }
}
