import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Context,
  DiagLogLevel,
  diag,
  isSpanContextValid,
  type Span as OpenSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { TracesConfig } from '../../config.ts';
import { AppError } from '../http/app-error.ts';
import type { Log } from '../log/log.ts';
import { type Attributes, noTraces, type Span, type TracedProcess, type Traces } from './traces.ts';

const quietMs = 60_000;
const farewellMs = 3_000;

export function openTelemetry(config: TracesConfig, process: TracedProcess, log: Log): Traces {
  tellOfFailures(log);
  // a caller's wish to be traced binds nobody: by the id of the trace the same share of all is kept
  const share = new TraceIdRatioBasedSampler(config.ratio);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': config.serviceName,
      'service.version': process.version,
      ...(process.node !== undefined && { 'service.instance.id': process.node }),
    }),
    sampler: new ParentBasedSampler({ root: share, remoteParentSampled: share }),
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({ url: `${config.endpoint}/v1/traces`, headers: config.headers }),
      ),
    ],
  });
  const tracer = provider.getTracer('tutti', process.version);
  const here = new AsyncLocalStorage<Context>();

  async function run<T>(
    name: string,
    { attributes, parent, kind }: { attributes: Attributes; parent: Context; kind: SpanKind },
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    const span = tracer.startSpan(name, { attributes, kind }, parent);
    try {
      return await here.run(trace.setSpan(parent, span), () => work(spanFor(span)));
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Rooms and timers outlive the request that began them: a span that is over has no more parts. */
  const running = (): Context | null => {
    const context = here.getStore();
    return context && trace.getSpan(context)?.isRecording() ? context : null;
  };

  const begin: Traces['begin'] = (name, attributes, work, request) => {
    const kind = request ? SpanKind.SERVER : SpanKind.INTERNAL;
    return run(name, { attributes, kind, parent: contextOf(request?.traceparent) }, work);
  };
  const part: Traces['part'] = (name, attributes, work) => {
    const parent = running();
    return parent
      ? run(name, { attributes, kind: SpanKind.INTERNAL, parent }, work)
      : noTraces.part(name, attributes, work);
  };
  return {
    isOn: true,
    begin,
    part,
    partOrBegin: (name, attributes, work) => (running() ? part : begin)(name, attributes, work),
    async close() {
      await Promise.race([provider.shutdown().catch(() => {}), wait(farewellMs, undefined, { ref: false })]);
      diag.disable();
    },
  };
}

/** `00-<trace>-<span>-<flags>`, as the W3C writes it. What is none begins anew. */
function contextOf(traceparent = ''): Context {
  const [, traceId = '', spanId = '', flags = ''] =
    /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(traceparent) ?? [];
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
}

const spanFor = (span: OpenSpan): Span => ({
  rename: (name) => void span.updateName(name),
  set: (attributes) => void span.setAttributes(attributes),
  failed(code) {
    span.setAttribute('error.type', code);
    span.setStatus({ code: SpanStatusCode.ERROR });
  },
});

/** The message of an error may quote what people wrote: its code or name is all that is told. */
function fail(span: OpenSpan, error: unknown): void {
  const { code, name } = error as { code?: unknown; name?: unknown };
  span.setAttribute('error.type', String(code ?? name ?? 'unknown'));
  const isRefusal = error instanceof AppError && error.status < 500;
  if (!isRefusal) span.setStatus({ code: SpanStatusCode.ERROR });
}

/** While the receiver is away every attempt fails: one line a minute says so. */
function tellOfFailures(log: Log): void {
  let quietUntil = 0;
  const error = () => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    log.warn('traces could not be sent; they are lost until it works again');
  };
  const nothing = () => {};
  diag.setLogger(
    { error, warn: nothing, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}
