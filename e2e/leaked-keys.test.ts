import { describe, expect, it } from "vitest";
import { DOORS, product } from "./fixtures/doors.ts";
import { callTool } from "./fixtures/mcp-call.ts";
import { createKey, createWorkspace, searchAudit } from "./fixtures/workspace.ts";

const urls = DOORS.map(([, url]) => url);

describe.each(DOORS)("POST /api/leaked-keys, at the instance of %s", (_, url) => {
  const report = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/leaked-keys`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  it("ends a reported key on every instance before it answers, and records it once it has ended", async () => {
    const workspace = await createWorkspace(product, "Leaks");
    const key = await createKey(product, workspace, { environment: "production" });
    expect((await callTool(url, key.token, "whoami")).status).toBe(200);
    const answer = await report({ keys: [{ token: key.token, url: "https://example.com/paste?x=1" }] });
    expect([answer.status, await answer.json()]).toEqual([202, { received: 1 }]);
    for (const instance of urls) expect((await callTool(instance, key.token, "whoami")).status).toBe(401);
    expect((await report({ tokens: [key.token] })).status).toBe(202);
    const events = (await searchAudit(product, workspace)).filter(({ action }) => action === "api_key.report_leak");
    expect(events).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({
      status: "success",
      channel: "rest",
      params: { reporter: "anyone", url: "https://example.com/paste" },
    });
  });

  it("is open to programs, and to no other site's page", async () => {
    expect((await report({ tokens: ["x"] }, { origin: "https://evil.example" })).status).toBe(403);
    expect((await report({ tokens: ["x"] }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    const get = await fetch(`${url}/api/leaked-keys`);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    expect(get.headers.get("content-type")).toBe("application/problem+json");
    expect((await report([{ token: "x" }])).status).toBe(401);
    expect((await report({ tokens: ["x"] }, { "content-type": "text/plain" })).status).toBe(415);
    expect((await report({})).status).toBe(400);
    const large = await report({ tokens: ["x".repeat(1024 * 1024)] });
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({ title: "Payload Too Large", status: 413 });
  });
});
