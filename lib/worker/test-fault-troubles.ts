import type { TestBrokers } from "./test-brokers.ts";
import type { RelayFault } from "./test-faulty-relay.ts";
import { SeededHistory } from "./test-history.ts";
import { type TestInstallation, until } from "./test-installation.ts";
import type { TestPostgres } from "./test-postgres.ts";

export type FaultStage = { installation: TestInstallation; brokers: TestBrokers; postgres: TestPostgres };
type Teller = {
  history: Pick<SeededHistory<string>, "pick" | "chance">;
  note(what: string): void;
  /** Lets it happen in the middle of a worker's round. */
  during(meanwhile: () => Promise<unknown>): Promise<void>;
};

/** What goes wrong in a random history: with the connections to brokers, with brokers, and with the database. */
export class FaultTroubles {
  readonly #stage: FaultStage;
  readonly #teller: Teller;
  /** Decides what the relays do, apart from what happens next: how many requests there are is not the seed's to say. */
  readonly #relayHistory: SeededHistory<never>;

  constructor(stage: FaultStage, seed: number, teller: Teller) {
    this.#stage = stage;
    this.#teller = teller;
    this.#relayHistory = new SeededHistory(seed + 1_000_000, []);
  }

  async relays(): Promise<void> {
    const { history } = this.#teller;
    const odds = history.pick([0, 0, 0.05, 0.1, 0.25]);
    const kinds = history.pick([["lose-reply"], ["lose-request", "lose-reply"], ["late", "lose-reply"]] as const);
    const cut = history.chance(0.12) ? history.pick(this.#stage.brokers.relays) : null;
    for (const relay of this.#stage.brokers.relays) {
      relay.heal();
      relay.fault = () => this.#fault(odds, kinds);
      if (relay === cut) relay.cut();
    }
  }

  #fault(odds: number, kinds: readonly ("lose-reply" | "lose-request" | "late")[]): RelayFault {
    if (!this.#relayHistory.chance(odds)) return null;
    const kind = this.#relayHistory.pick(kinds);
    return kind === "late" ? { lateMs: 100 + 200 * this.#relayHistory.pick([0, 1, 2]) } : kind;
  }

  /** One broker at a time: the controllers keep their majority. It comes back at the next trouble, or at the end. */
  async broker(): Promise<void> {
    const { brokers } = this.#stage;
    const { history, note, during } = this.#teller;
    const down = brokers.ids.filter((id) => !brokers.isRunning(id));
    if (down.length > 0) {
      await brokers.whole();
      return;
    }
    const id = history.pick(brokers.ids);
    const [how, end] = history.chance(0.6) ? ["killed", () => brokers.kill(id)] : ["stopped", () => brokers.stop(id)];
    note(`  broker ${id} is ${how}`);
    await during(end);
    if (brokers.ids.length === 1 || history.chance(0.5)) brokers.launch(id);
  }

  async database(): Promise<void> {
    const { postgres, installation } = this.#stage;
    const { urls, owner, worker } = installation.database;
    const crashes = this.#teller.history.chance(0.3);
    this.#teller.note(crashes ? "  the database crashes" : "  the database ends all connections");
    const end = crashes
      ? () => postgres.restart()
      : () => postgres.endConnections(new URL(urls.worker).pathname.slice(1));
    await this.#teller.during(end);
    for (const database of [owner, worker]) {
      const answers = () => database.$queryRaw`SELECT 1`.then(() => true).catch(() => false);
      await until(answers, (answered) => answered);
    }
  }
}
