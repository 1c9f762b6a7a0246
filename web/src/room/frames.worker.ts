import { type Clocks, clocks, maySend } from "./silence";

/** The part of a worker's global that this one uses; the pages' own types know only windows. */
interface Passing {
  onmessage: ((event: MessageEvent<Clocks | null>) => void) | null;
  onrtctransform: ((event: { readonly transformer: Transformer }) => void) | null;
}
interface Transformer {
  readonly readable: ReadableStream<unknown>;
  readonly writable: WritableStream<unknown>;
}

const here = self as unknown as Passing;
let said: Clocks | null = null;

here.onmessage = ({ data }) => {
  said = data;
};

/** Encoded frames pass untouched while the page lives, and are dropped when it does not say so. */
here.onrtctransform = ({ transformer }) => {
  const gate = new TransformStream<unknown, unknown>({
    transform(frame, passed) {
      if (maySend(said, clocks())) passed.enqueue(frame);
    },
  });
  // A sender that is stopped ends its stream; there is nobody to tell.
  transformer.readable
    .pipeThrough(gate)
    .pipeTo(transformer.writable)
    .catch(() => undefined);
};
