import { z } from 'zod';
import type { Sender } from '../../config.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { may } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { uuid } from '../../wire/common.ts';
import {
  mailDetail,
  mailPage,
  mailPreviews,
  noticeQuery,
  outboxQuery,
  previewQuery,
  privacyNotice,
  testMailBody,
} from '../../wire/mail.ts';
import { presentMail, presentMailDetail, presentNotice } from './mail.presenter.ts';
import { readNotice } from './notice.service.ts';
import type { OutboxService } from './outbox.service.ts';

interface MailRoutesOptions {
  db: Database;
  outbox: OutboxService;
  publicUrl: string | undefined;
  from: Sender | null;
}

const tag = 'Mail';
const auth = may('settings.manage');
const params = z.strictObject({ id: uuid });
const place = z.tuple([uuid]);

export function mailRoutes({ db, outbox, publicUrl, from }: MailRoutesOptions): Route[] {
  return [
    route({
      method: 'get',
      path: '/notice',
      summary: 'The privacy notice, as parents and guardians read it',
      tag: 'Families',
      auth: 'anyone',
      query: noticeQuery,
      response: privacyNotice,
      handler: async ({ query }) => {
        const notice = await db.asWorker(async (em) => {
          const [found] = await em.execute<{ id: string }[]>(findOrganization, [query.organization ?? null]);
          return found ? readNotice(em, { ...query, orgId: found.id }) : null;
        });
        if (!notice) throw new AppError('request/not-found', 'There is no such notice.');
        return presentNotice(notice);
      },
    }),
    route({
      method: 'get',
      path: '/mail/outbox',
      summary: 'Messages to people of my organization, newest first',
      tag,
      auth,
      query: outboxQuery,
      response: mailPage,
      handler: async ({ caller, query: { cursor, status = null, limit } }) => {
        const before = cursor ? decodeCursor(cursor, place)[0] : null;
        const mails = await outbox.list(caller, { before, status, limit });
        const items = mails.slice(0, limit).map(presentMail);
        const nextCursor = mails.length > limit ? encodeCursor([items.at(-1)!.id]) : null;
        return { items, nextCursor };
      },
    }),
    route({
      method: 'get',
      path: '/mail/outbox/:id',
      summary: 'A message, with its words while they are stored',
      tag,
      auth,
      params,
      response: mailDetail,
      handler: async ({ caller, params: { id }, requestId }) =>
        presentMailDetail(await outbox.read(caller, id, requestId)),
    }),
    route({
      method: 'post',
      path: '/mail/outbox/:id/bounced',
      summary: 'The message came back: its address takes no mail',
      tag,
      auth,
      params,
      response: mailDetail,
      handler: async ({ caller, params: { id }, requestId }) =>
        presentMailDetail(await outbox.markBounced(caller, id, requestId)),
    }),
    route({
      method: 'get',
      path: '/mail/templates',
      summary: 'Every message with made-up values',
      tag,
      auth,
      query: previewQuery,
      response: mailPreviews,
      handler: async ({ caller, query, baseUrl }) => ({
        from: from?.address ?? null,
        items: await outbox.previews(caller, query.locale, publicUrl ?? baseUrl),
      }),
    }),
    route({
      method: 'post',
      path: '/mail/test',
      summary: 'Send a sample to my own address',
      tag,
      auth,
      limit: { times: 10, seconds: 60 },
      body: testMailBody,
      response: null,
      handler: ({ caller, body, baseUrl }) =>
        outbox.sendTest(caller, { ...body, baseUrl: publicUrl ?? baseUrl }),
    }),
  ];
}

const findOrganization =
  'SELECT id FROM organizations WHERE slug = COALESCE(?, slug) ORDER BY created_at, id LIMIT 1';
