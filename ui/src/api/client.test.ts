import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, raw, urlOf } from "./client";

afterEach(() => vi.unstubAllGlobals());

describe("urlOf", () => {
  it("keeps each part one part", () => {
    expect(urlOf("/api/v1/posts/{id}", { id: "../x?y#z" })).toBe("/api/v1/posts/..%2Fx%3Fy%23z");
  });
  it("leaves out what is not set", () => {
    expect(urlOf("/a", undefined, { q: "x & y", from: null, n: 0, e: "", u: undefined })).toBe("/a?q=x+%26+y&n=0");
  });
});

describe("raw", () => {
  it("tells what the server says", async () => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ code: "busy", message: "in use", remedy: "wait" }), { status: 409 }));
    const error = await raw("GET", "/a").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: "busy", message: "in use", remedy: "wait", offline: false });
  });
  it("tells a status without a body, and silence", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
    await expect(raw("GET", "/a")).rejects.toMatchObject({ status: 502 });
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed")));
    await expect(raw("GET", "/a")).rejects.toMatchObject({ offline: true });
  });
  it("marks every change as its own", async () => {
    const seen: [string, string | null][] = [];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
      seen.push([init.method ?? "", new Headers(init.headers).get("x-daylight")]);
      return new Response("{}");
    });
    await raw("GET", "/a");
    await raw("POST", "/a");
    await raw("DELETE", "/a");
    expect(seen).toEqual([["GET", null], ["POST", "1"], ["DELETE", "1"]]);
  });
});
