import type { MailTemplate } from './mail.types.ts';

/** An address took no mail. Which one it was is not said: the message is about somebody, and that is known. */
export interface Bounce {
  mailId: string;
  orgId: string;
  userId: string | null;
  template: MailTemplate;
}

/** Called before the message is marked, and again when that failed: it must bear being called twice. */
export type BounceHandler = (bounce: Bounce) => Promise<void>;

export function createBounces() {
  const handlers: BounceHandler[] = [];
  return {
    onBounced: (handler: BounceHandler): void => void handlers.push(handler),
    async announce(bounce: Bounce): Promise<void> {
      for (const handler of handlers) await handler(bounce);
    },
  };
}
