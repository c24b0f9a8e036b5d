import { expect, test } from 'vitest';
import {
  type ConsentMethodPort,
  createConsentMethods,
} from '../../../src/modules/family/consent-method.port.ts';

const port = (method: ConsentMethodPort['method']): ConsentMethodPort => ({
  method,
  begin: async () => ({ tryId: 'a', goTo: 'https://check.example/a' }),
  ask: async () => ({ outcome: 'shown', reference: 'a' }),
});

test('[CON-3] a method is checked by one port', () => {
  const card = port('payment_card');
  const registry = createConsentMethods([card, port('gov_id')]);
  expect(registry.methods).toEqual(['payment_card', 'gov_id']);
  expect(registry.get('payment_card')).toBe(card);
  expect(registry.get('knowledge')).toBeUndefined();
  expect(() => createConsentMethods([card, card])).toThrow('payment_card');
});
