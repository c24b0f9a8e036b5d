import { useQuery } from '@tanstack/react-query';
import type { ConsentRequestView, NoticeQuery } from '@tutti/client/admin';
import { useLanguage } from '../../desk/language.ts';
import { family } from '../../desk/tutti.ts';

/** The notice in the language of the page. */
export function useNotice({ organization, version }: Omit<NoticeQuery, 'locale'> = {}, enabled = true) {
  const locale = useLanguage();
  return useQuery({
    queryKey: ['notice', locale, organization, version],
    queryFn: () => family.notice({ locale, organization, version }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}

/** What was sent, or the same version in the language that the page was turned to. */
export function useNoticeInLanguage(sent: ConsentRequestView['notice']): ConsentRequestView['notice'] {
  const locale = useLanguage();
  const other = useNotice({ version: sent.version }, locale !== sent.locale);
  return locale === sent.locale || !other.data ? sent : other.data;
}
