/** Calls to the api: JSON in and out, problem+json turned into one typed error. */

export interface FieldError {
  readonly field: string;
  readonly expected: string;
}

/** What the api (or the network) refused. `status` 0 means that nothing was reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly code = "",
  ) {
    super(detail || title);
    this.name = "ApiError";
  }
}

/** Reads a refusal. A body that is not problem+json (a proxy's page) yields its status alone. */
export async function toError(response: Response): Promise<ApiError> {
  const kind = response.headers.get("content-type") ?? "";
  if (!kind.includes("json")) return new ApiError(response.status, response.statusText, "");
  const body = (await response.json().catch(() => ({}))) as Partial<Record<string, unknown>>;
  const errors = Array.isArray(body.errors) ? (body.errors as FieldError[]) : [];
  return new ApiError(
    response.status,
    String(body.title ?? response.statusText),
    String(body.detail ?? ""),
    errors,
    String(body.code ?? ""),
  );
}

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  /** A file as the whole body, instead of JSON. */
  readonly file?: Blob;
  readonly signal?: AbortSignal;
}

/** One call; throws ApiError. An empty answer (202, 204) is undefined. */
export async function call<T>(path: string, { method = "GET", body, file, signal }: Call = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-Incamera"] = "1";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (file) headers["Content-Type"] = "application/octet-stream";
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (file) init.body = file;
  if (signal) init.signal = signal;
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, "unreachable", "");
  });
  if (!response.ok) throw await toError(response);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const post = <T>(path: string, body: unknown = {}): Promise<T> => call<T>(path, { method: "POST", body });
export const remove = (path: string): Promise<void> => call(path, { method: "DELETE" });
