import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { runCli } from "./fixtures/cli.ts";
import { type Product, startProduct } from "./fixtures/product.ts";
import type { Installation } from "./fixtures/program.ts";
import { expect, test } from "./fixtures/test.ts";

const PASSWORD = "a long enough password";

/** The product on a PostgreSQL server of somebody else's: the running product's own serves as one. */
async function startOnExternalDatabase({ env }: Installation): Promise<Product> {
  const secrets = JSON.parse(readFileSync(join(env.POSTERN_DATA_DIR ?? "", "secrets.json"), "utf8"));
  const admin = new URL((await runCli<{ url: string }>({ env }, ["database", "url"])).url);
  admin.username = "postgres";
  admin.password = secrets.superuserPassword;
  admin.pathname = "/postgres";
  const database = `set_up_${randomUUID().slice(0, 8)}`;
  const urls = await runCli<{ databaseUrl: string; databaseOwnerUrl: string }>({ env }, [
    ...["database", "setup", "--admin-url", admin.href, "--database", database],
  ]);
  return startProduct({
    DATABASE_URL: urls.databaseUrl,
    DATABASE_OWNER_URL: urls.databaseOwnerUrl,
    POSTERN_SECRET: randomBytes(32).toString("base64url"),
    POSTERN_KEY_PEPPER: `1:${randomBytes(32).toString("base64url")}`,
  });
}

async function setUpLink(product: Product): Promise<string> {
  await expect.poll(product.output).toMatch(/\/setup\?token=\S+\s/);
  return /\S+\/setup\?token=\S+/.exec(product.output())?.[0] ?? "";
}

async function fillPerson(page: Page, email: string): Promise<void> {
  await page.getByLabel("Your name").fill("Ada Example");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Password again").fill(PASSWORD);
}

test("the set-up link of an empty external database makes one workspace and its owner, once", async ({
  page,
  browser,
  installation,
  expectAccessible,
}) => {
  test.slow();
  const product = await startOnExternalDatabase(installation);
  try {
    const link = await setUpLink(product);
    const response = await page.goto(link);
    expect(response?.headers()["referrer-policy"]).toBe("no-referrer");
    await expectAccessible("set-up");

    await page.getByLabel("Name", { exact: true }).fill("Müller & Söhne");
    await expect(page.getByLabel("Address")).toHaveValue("mueller-soehne");
    await fillPerson(page, "not an address");
    await page.getByLabel("Password again").fill("another");
    await expect(page.getByText("The two passwords differ.")).toBeVisible();
    await page.getByRole("button", { name: "Create workspace" }).click();
    await expect(page.getByText("This is not an e-mail address.")).toBeVisible();
    await expectAccessible("set-up with errors");
    await fillPerson(page, "ada@example.com");

    const plain = await browser.newContext({ javaScriptEnabled: false });
    const other = await plain.newPage();
    await other.goto(link);
    await other.getByLabel("Name", { exact: true }).fill("Somebody Else");
    await fillPerson(other, "eve@example.com");
    await Promise.all([page, other].map((each) => each.getByRole("button", { name: "Create workspace" }).click()));
    await expect.poll(() => [page, other].filter((each) => new URL(each.url()).pathname === "/sign-in").length).toBe(1);
    const winner = new URL(page.url()).pathname === "/sign-in" ? page : other;
    const { items } = await runCli<{ items: unknown[] }>(product, ["workspace", "list"]);
    expect(items).toHaveLength(1);

    await winner.getByLabel("E-mail").fill(winner === page ? "ada@example.com" : "eve@example.com");
    await winner.getByLabel("Password").fill(PASSWORD);
    await winner.getByRole("button", { name: "Sign in" }).click();
    await expect(winner).toHaveURL(/\/w\/(mueller-soehne|somebody-else)/);

    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Postern is set up already");
    await expectAccessible("link that is over");
    await plain.close();
  } finally {
    await product.remove();
  }
});
