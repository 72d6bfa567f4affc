import { version } from './version.ts'

/** Something that takes time, told to whoever collects traces. Ending it twice does nothing. */
export type Span = {
  readonly set: (attributes: Attributes) => void
  /** A span within this one. */
  readonly start: (name: string, attributes?: Attributes) => Span
  readonly fail: (thrown: unknown) => void
  readonly end: () => void
}

/** What a span says of itself: numbers, codes, ids of ours and routes; never an e-mail, an address with values, or a secret. */
export type Attributes = Readonly<Record<string, string | number | boolean>>

/** Tells spans to an OpenTelemetry collector, or to nobody. Disposing sends what is left. */
export type Tracing = AsyncDisposable & {
  /** A span of its own, or within the one that a `traceparent` header of another program names. */
  readonly start: (name: string, attributes?: Attributes, traceparent?: string) => Span
}

type Variables = Readonly<Record<string, string | undefined>>

const nobody: Span = {
  set: () => undefined,
  start: () => nobody,
  fail: () => undefined,
  end: () => undefined,
}

/**
 * Traces for the collector at OTEL_EXPORTER_OTLP_ENDPOINT (OTLP over HTTP), under the name of OTEL_SERVICE_NAME. Where it is not
 * set nothing of OpenTelemetry is loaded. The other variables of the standard, such as headers, are read by its own exporter.
 */
export async function openTracing(variables: Variables): Promise<Tracing> {
  const endpoint = variables.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint) return { start: () => nobody, [Symbol.asyncDispose]: async () => undefined }

  const [{ context, ROOT_CONTEXT, SpanStatusCode, trace }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': variables.OTEL_SERVICE_NAME || 'postbud',
      'service.version': version,
    }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('postbud', version)

  const open = (name: string, attributes: Attributes, within: ReturnType<typeof context.active>): Span => {
    const span = tracer.startSpan(name, { attributes }, within)
    return {
      set: (more) => void span.setAttributes(more),
      start: (inner, more = {}) => open(inner, more, trace.setSpan(ROOT_CONTEXT, span)),
      fail(thrown) {
        // The sentence may name people; the kind of error does not.
        span.setStatus({ code: SpanStatusCode.ERROR, message: thrown instanceof Error ? thrown.name : 'Error' })
      },
      end: () => {
        if (span.isRecording()) span.end()
      },
    }
  }
  return {
    start(name, attributes = {}, traceparent = '') {
      const parent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent)
      const [, traceId, spanId, flags] = parent ?? []
      if (!traceId || !spanId || !flags) return open(name, attributes, ROOT_CONTEXT)
      const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
      return open(name, attributes, trace.setSpanContext(ROOT_CONTEXT, remote))
    },
    [Symbol.asyncDispose]: () => provider.shutdown(),
  }
}
