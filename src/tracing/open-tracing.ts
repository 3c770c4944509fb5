import { SpanStatusCode, trace, TraceFlags, ROOT_CONTEXT } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider } from '@opentelemetry/sdk-trace'
import type { RenderTrace, TracedWork } from './render-trace.ts'

/** Giving it back sends what has not been sent. */
export type Tracing = RenderTrace & AsyncDisposable

type Ids = { readonly traceId: string; readonly spanId: string }

/**
 * Traces by OpenTelemetry, over OTLP/HTTP: one for each render, whose id is the render's own, whichever process each part was done by.
 * The address and all else comes from the standard OTEL_EXPORTER_OTLP_* variables. Load this file only where one of them is set: the library is large.
 * @param serviceVersion of Framefarm
 */
export function openTracing(serviceVersion: string): Tracing {
  const random = new RandomIdGenerator()
  // Random, but for the span of a render itself: its parts name it as their parent before it is there.
  let own: Ids | null = null
  const provider = new TracerProvider({
    idGenerator: {
      generateTraceId: () => own?.traceId ?? random.generateTraceId(),
      generateSpanId: () => own?.spanId ?? random.generateSpanId(),
    },
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'framefarm', 'service.version': serviceVersion }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  const tracer = provider.getTracer('framefarm', serviceVersion)
  const record = ({ name, startedAt, endedAt, attributes, failure }: TracedWork, parent: Ids | null) => {
    const within = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.SAMPLED }) : ROOT_CONTEXT
    const span = tracer.startSpan(name, { startTime: startedAt, attributes }, within)
    if (failure !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failure })
    span.end(endedAt)
  }
  return {
    whole: (renderId, work) => {
      own = idsOf(renderId)
      record(work, null)
      own = null
    },
    part: (renderId, work) => record(work, idsOf(renderId)),
    [Symbol.asyncDispose]: () => provider.shutdown(),
  }
}

/** Of the render's own span. */
function idsOf(renderId: string): Ids {
  const hex = renderId.replace(/^rnd_/, '')
  return { traceId: hex, spanId: hex.slice(16) }
}
