/** Nothing that tells of a person, no id of theirs and no PIN. [DAT-4] */
export type Attributes = Record<string, string | number>;

/** A piece of work while it runs. */
export interface Span {
  rename(name: string): void;
  set(attributes: Attributes): void;
  failed(code: string): void;
}

export interface Incoming {
  traceparent: string | undefined;
}

type Work<T> = (span: Span) => Promise<T>;

/** What was done for a request, in what order and for how long; for OpenTelemetry, where it is configured. */
export interface Traces {
  isOn: boolean;
  /** A trace of its own. Of a request: the next piece of the one that its `traceparent` (W3C) names. */
  begin<T>(name: string, attributes: Attributes, work: Work<T>, request?: Incoming): Promise<T>;
  /** A piece of the trace in which it runs; outside of one nothing but the work. */
  part<T>(name: string, attributes: Attributes, work: Work<T>): Promise<T>;
  /** A piece of the trace in which it runs, else a trace of its own. */
  partOrBegin<T>(name: string, attributes: Attributes, work: Work<T>): Promise<T>;
  /** Sends what waits, for a few seconds at most. */
  close(): Promise<void>;
}

const unseen: Span = { rename() {}, set() {}, failed() {} };
const workAlone = <T>(_name: string, _attributes: Attributes, work: Work<T>): Promise<T> => work(unseen);

export const noTraces: Traces = {
  isOn: false,
  begin: workAlone,
  part: workAlone,
  partOrBegin: workAlone,
  close: async () => {},
};

export interface TracedProcess {
  version: string;
  /** Its own name among several. */
  node: string | undefined;
}
