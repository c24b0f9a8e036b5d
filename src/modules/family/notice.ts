import type { EntityManager } from '@mikro-orm/postgresql';
import type { Locale } from '../../wire/common.ts';
import { readNotice } from '../notify/notice.service.ts';

export interface Notice {
  version: number;
  locale: Locale;
  body: string;
}

/** The newest notice of the organization, else the one that comes along; in the wanted language, else in English. */
export async function currentNotice(em: EntityManager, orgId: string, locale: Locale): Promise<Notice> {
  const { version, locale: found, body } = (await readNotice(em, { orgId, locale }))!;
  return { version, locale: found, body };
}

/** A certain version, as the guardian saw it. */
export async function noticeOf(
  em: EntityManager,
  orgId: string,
  version: number,
  locale: Locale,
): Promise<Notice> {
  const notice = await readNotice(em, { orgId, locale, version });
  return notice
    ? { version: notice.version, locale: notice.locale, body: notice.body }
    : currentNotice(em, orgId, locale);
}
