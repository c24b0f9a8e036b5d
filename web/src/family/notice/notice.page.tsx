import { Button, Skeleton, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Door } from '../../desk/account/door.tsx';
import { useDay } from '../../desk/dates.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import classes from './notice.module.css';
import { NoticeText } from './notice-text.tsx';
import { useNotice } from './use-notice.ts';

/** For everybody, without a sign-in; `?organization=` and `?version=` name another one than the newest. */
export function Component() {
  const { t } = useTranslation('family');
  const day = useDay();
  const [search] = useSearchParams();
  const version = Number(search.get('version'));
  const notice = useNotice({
    organization: search.get('organization') ?? undefined,
    version: Number.isInteger(version) && version > 0 ? version : undefined,
  });
  return (
    <Door
      title={t('notice.title')}
      lead={notice.data && t('notice.lead', { organization: notice.data.organization })}
      wide
    >
      <div className={classes.sheet}>
        <QueryView query={notice} skeleton={<Skeleton height={320} radius="lg" />}>
          {({ body, locale, version, publishedAt }) => (
            <>
              <NoticeText body={body} locale={locale} order={2} />
              <Text size="sm" c="dimmed">
                {t('notice.since', { version, date: day(publishedAt) })}
              </Text>
              <Button
                mt="md"
                variant="default"
                className={classes.noPrint}
                leftSection={<IconPrinter size={20} aria-hidden />}
                onClick={() => window.print()}
              >
                {t('notice.print')}
              </Button>
            </>
          )}
        </QueryView>
      </div>
    </Door>
  );
}
