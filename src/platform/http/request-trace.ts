import { once } from 'node:events';
import type { RequestHandler } from 'express';
import type { Traces } from '../traces/traces.ts';

/** A span a request, named by the pattern of its path: a path may hold a PIN. */
export function traceRequests(traces: Traces): RequestHandler {
  return (request, response, next) => {
    const { method } = request;
    const attributes = { 'http.request.method': method, 'tutti.request_id': response.locals.requestId };
    const traceparent = request.get('traceparent');
    void traces.begin(
      method,
      attributes,
      async (span) => {
        const closed = once(response, 'close');
        next();
        await closed;
        const { route = 'other', code } = response.locals;
        const status = response.writableEnded ? response.statusCode : 499;
        span.rename(`${method} ${route}`);
        span.set({ 'http.route': route, 'http.response.status_code': status });
        if (code !== undefined) span.set({ 'error.type': code });
        if (status >= 500) span.failed(code ?? String(status));
      },
      { traceparent },
    );
  };
}
