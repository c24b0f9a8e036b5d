import type { Page, SessionSummary } from '@tutti/client';
import type { SessionChanged } from '@tutti/client/push';

type Pages = Page<SessionSummary>[];

/** The open classes with the news in them; null when the lists have to be read again (a class came, or is over). */
export function applyNews(pages: Pages, { id, status, players }: SessionChanged): Pages | null {
  if (status === 'ended' || status === 'abandoned') return null;
  if (!pages.some((page) => page.items.some((session) => session.id === id))) return null;
  return pages.map((page) => ({
    ...page,
    items: page.items.map((session) => (session.id === id ? { ...session, status, players } : session)),
  }));
}
