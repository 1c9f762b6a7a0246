/** Server-sent events over fetch: unlike EventSource this also hears comment lines, which are the proof that the api lives. */

export interface SseParser {
  /** Takes the next piece of text and returns the data of each message that it completes. */
  push(text: string): string[];
}

/** A parser of the `data:` fields of a `text/event-stream`; event names and ids are not used here. */
export function sseParser(): SseParser {
  let rest = "";
  let data: string[] = [];
  return {
    push(text) {
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      const complete: string[] = [];
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) complete.push(data.join("\n"));
          data = [];
        } else if (line.startsWith("data:")) {
          data.push(line.slice(5).replace(/^ /, ""));
        }
      }
      return complete;
    },
  };
}

/**
 * Reads one connection to its end. `heard` is called for every piece that arrives, comments too. Throws on refusal.
 * `include` sends cookies to another port of this host too.
 */
export async function readEvents(
  path: string,
  signal: AbortSignal,
  heard: () => void,
  message: (data: string) => void,
  refuse: (response: Response) => Promise<Error>,
  credentials: "same-origin" | "include" = "same-origin",
): Promise<void> {
  const init = { headers: { Accept: "text/event-stream" }, credentials, cache: "no-store" } as const;
  const response = await fetch(path, { ...init, signal });
  if (!response.ok || !response.body) throw await refuse(response);
  heard();
  const parser = sseParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    for (const data of parser.push(value)) message(data);
  }
}
