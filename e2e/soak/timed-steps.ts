import type { Page } from "@playwright/test";

/** Does something until what it looks for is there. */
export type Step = (what: string, act: () => Promise<void>) => Promise<void>;

/** Steps of a walk in several looks, each with its picture and how long it took until what was looked for was there. */
export class TimedSteps {
  readonly #milliseconds = new Map<string, Map<string, number>>();
  #look = "";
  #number = 0;

  begin(look: string): void {
    this.#look = look;
    this.#number = 0;
  }

  async step(page: Page, name: string, act: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    await act();
    const took = performance.now() - startedAt;
    const row = this.#milliseconds.get(name) ?? new Map<string, number>();
    this.#milliseconds.set(name, row.set(this.#look, took));
    process.stdout.write(`${this.#look}: ${name}, ${Math.round(took)} ms\n`);
    this.#number += 1;
    const file = `${this.#look}-${String(this.#number).padStart(2, "0")}-${name}`.replaceAll(/[^a-z0-9]+/gi, "-");
    await page.screenshot({ path: `test-results/walk/${file}.png` });
  }

  /** As Markdown. */
  table(): string {
    const looks = [...new Set([...this.#milliseconds.values()].flatMap((row) => [...row.keys()]))];
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    const rows = [...this.#milliseconds].map(([name, row]) =>
      line([name, ...looks.map((look) => shown(row.get(look)))]),
    );
    return [line(["step", ...looks]), line(["---", ...looks.map(() => "---")]), ...rows].join("\n");
  }
}

function shown(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "" : `${Math.round(milliseconds).toLocaleString("en")} ms`;
}
