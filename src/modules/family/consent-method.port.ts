import type { ConsentMethod, Decisions } from '../../wire/consent.ts';

/** A way of showing who somebody is that another service does: a card payment, an identity document, questions, text messages. */
export type PortMethod = Extract<ConsentMethod, 'text_plus' | 'payment_card' | 'gov_id' | 'knowledge'>;

/** What the other service has to say about one try. It gets no name of a child and no address of a guardian. */
export type PortOutcome =
  | { outcome: 'shown' /** The service's own reference, for the record. */; reference: string }
  | { outcome: 'not-shown' }
  | { outcome: 'pending' };

/**
 * [CON-3] The border to a service that checks grown-ups. Email-plus, signed forms and schools need none. A port begins a try
 * for a request, sends the grown-up to the service and says later what came of it; what the decision then counts for is
 * decided here and not there (`mayGrant`). Pictures of documents never pass through this server.
 */
export interface ConsentMethodPort {
  readonly method: PortMethod;
  /** Begins a try. `returnUrl`: where the grown-up comes back to. Gives the page of the service to go to, and the try's id there. */
  begin(attempt: { requestId: string; decisions: Decisions; returnUrl: string; locale: string }): Promise<{
    tryId: string;
    goTo: string;
  }>;
  /** Asked when the grown-up is back, and again while it is pending. */
  ask(tryId: string): Promise<PortOutcome>;
}

export interface ConsentMethodRegistry {
  readonly methods: readonly PortMethod[];
  get(method: PortMethod): ConsentMethodPort | undefined;
}

/** One port a method; a second one for the same method is a mistake of whoever composes the server. */
export function createConsentMethods(ports: readonly ConsentMethodPort[]): ConsentMethodRegistry {
  const known = new Map<PortMethod, ConsentMethodPort>();
  for (const port of ports) {
    if (known.has(port.method)) throw new Error(`there are two ports for the consent method ${port.method}`);
    known.set(port.method, port);
  }
  return { methods: [...known.keys()], get: (method) => known.get(method) };
}
