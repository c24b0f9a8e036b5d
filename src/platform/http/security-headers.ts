import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../../config.ts';

/**
 * No script but our own files. On plain HTTP (a class in a local network) nothing may force HTTPS: the scripts and
 * cookies of the pages would be lost.
 */
export function securityHeaders({ https }: Pick<Config, 'https'>): RequestHandler {
  const write = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        // The component library writes its theme into style elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", (request) => ownSocket(request, https)],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
    referrerPolicy: { policy: 'no-referrer' },
  });
  // they differ by nothing but the own address, and writing them anew takes as long as the rest of a small reply
  const byAddress = new Map<string, Map<string, string>>();
  return (request, response, next) => {
    const address = ownSocket(request, https);
    let headers = byAddress.get(address);
    if (!headers) {
      headers = written(write, request);
      if (byAddress.size >= keptAddresses) byAddress.clear();
      byAddress.set(address, headers);
    }
    response.setHeaders(headers);
    next();
  };
}

/** So many names under which we are reached; who makes more of them up gets theirs written anew. */
const keptAddresses = 100;

function written(write: RequestHandler, request: Request): Map<string, string> {
  const reply = new ServerResponse(request);
  void write(request, reply as never, () => {});
  return new Map(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}

/** Older Safari does not take 'self' for WebSockets. */
function ownSocket({ headers: { host } }: IncomingMessage, https: boolean): string {
  return host && /^[\w.:[\]-]+$/.test(host) ? `${https ? 'wss' : 'ws'}://${host}` : "'self'";
}
