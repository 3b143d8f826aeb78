/** Requests to the server that the page came from, and to no other. */

import type { components, paths } from "./types.mjs";

export type Schemas = components["schemas"];

/** Why a request was not answered as asked. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string | null;
  readonly refusals: Schemas["Refusal"][];
  /** Whether no answer came at all. */
  readonly offline: boolean;

  constructor(status: number, problem: Partial<Schemas["Problem"]>, offline = false) {
    super(problem.message ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? "";
    this.remedy = problem.remedy ?? null;
    this.refusals = problem.refusals ?? [];
    this.offline = offline;
  }
}

type Method = "get" | "post";
type Operation<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? paths[P][M] : never;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
type InPath<O> = O extends { parameters: { path: infer Q } } ? Q : never;
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? B : never;
type Answer<O> = O extends { responses: infer R }
  ? { [K in keyof R]: K extends 200 | 201 | 202 ? (R[K] extends { content: { "application/json": infer T } } ? T : void) : never }[keyof R]
  : never;

/** What a request may say; each part only where the server's description has it. */
export interface Options<O> {
  query?: Query<O>;
  path?: InPath<O>;
  body?: Body<O>;
  signal?: AbortSignal | undefined;
}

/** The address with its parts filled in; each part stays one part whatever is in it. */
export function urlOf(path: string, inPath?: object, query?: object): string {
  const values = new Map(Object.entries(inPath ?? {}));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values.get(name) ?? "")));
  const search = new URLSearchParams();
  for (const [k, v] of Object.entries(query ?? {})) {
    if (v !== undefined && v !== null && v !== "") search.set(k, String(v));
  }
  const q = search.toString();
  return q === "" ? filled : `${filled}?${q}`;
}

/** Sends a request and gives the answer back, whatever it is; no answer or a refusal is an `ApiError`. */
export async function raw(method: string, url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  // A page of another origin cannot set this without being asked first, and it is never allowed.
  if (method !== "GET") headers.set("x-daylight", "1");
  let response: Response;
  try {
    response = await fetch(url, { ...init, method, headers, credentials: "same-origin", cache: "no-store", redirect: "error" });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, { code: "offline", message: "No answer came from the program." }, true);
  }
  if (response.ok) return response;
  let problem: Partial<Schemas["Problem"]> = {};
  try {
    problem = (await response.json()) as Partial<Schemas["Problem"]>;
  } catch {
    // Not every refusal has a body; the status is told then.
  }
  throw new ApiError(response.status, problem);
}

async function call<P extends keyof paths & string, M extends Method>(
  method: M,
  path: P,
  options: Options<Operation<P, M>> = {},
): Promise<Answer<Operation<P, M>>> {
  const init: RequestInit = {};
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body);
    init.headers = { "content-type": "application/json" };
  }
  const url = urlOf(path, options.path as object | undefined, options.query as object | undefined);
  const response = await raw(method.toUpperCase(), url, init);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as Answer<Operation<P, M>>;
}

export const get = <P extends keyof paths & string>(path: P, options?: Options<Operation<P, "get">>) => call("get", path, options);
export const post = <P extends keyof paths & string>(path: P, options?: Options<Operation<P, "post">>) => call("post", path, options);
