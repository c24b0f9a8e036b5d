import { hasRole } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import * as wire from '../../../wire/receipts.ts';
import { rejoinBody } from '../../../wire/session.ts';
import type { Receipts } from './receipts.service.ts';

const tag = 'Reports';

/** [REP-2] */
export function receiptRoutes(receipts: Receipts): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/receipts',
      summary: 'Signed receipts of my answers, by session, newest first',
      tag,
      auth: hasRole('student'),
      consent: 'account',
      query: wire.myReceiptsQuery,
      response: wire.receiptPage,
      handler: ({ caller, query }) => receipts.mine(caller, query),
    }),
    route({
      method: 'post',
      path: '/join/receipts',
      summary: 'The same for a player of one session, also while it runs, with the resume token',
      tag,
      auth: 'anyone',
      body: rejoinBody.pick({ resumeToken: true }),
      response: wire.sessionReceipts,
      handler: ({ body }) => receipts.ofPlayer(body.resumeToken),
    }),
    route({
      method: 'get',
      path: '/receipts/keys',
      summary: 'Public keys that check the signatures of receipts',
      tag,
      auth: 'anyone',
      response: wire.receiptKeys,
      handler: () => receipts.keys(),
    }),
    route({
      method: 'post',
      path: '/receipts/check',
      summary: 'Whether receipts are ours, and whether the report says the same',
      tag,
      auth: 'anyone',
      limit: { times: 300, seconds: 60 },
      body: wire.checkReceiptsBody,
      response: wire.checkedReceipts,
      handler: ({ body }) => receipts.check(body.receipts),
    }),
  ];
}
