import { Button, Text } from '@mantine/core';
import type { RosterPreview } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useMore } from '../use-more.ts';
import classes from './roster.module.css';

export function RowTable({ preview: { rows, good } }: { preview: RosterPreview }) {
  const { t } = useTranslation('classes');
  const { shown, hasMore, more } = useMore(rows);
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={classes.scroll} aria-label={t('roster.table')} tabIndex={0}>
        <table className={classes.table}>
          <caption>
            {t('roster.table')}
            {good > rows.length && (
              <Text size="sm" c="dimmed">
                {t('roster.firstRows', { count: rows.length, of: good })}
              </Text>
            )}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('roster.colLine')}</th>
              <th scope="col">{t('roster.colName')}</th>
              <th scope="col">{t('roster.colUsername')}</th>
              <th scope="col">{t('roster.colBecomes')}</th>
              <th scope="col">{t('roster.colConsent')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ line, name, username, becomes, consent }) => (
              <tr key={line}>
                <td>{line}</td>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{username}</td>
                <td>{t(`roster.becomes.${becomes}`)}</td>
                <td>{becomes === 'new' ? t(`roster.consent.${consent}`) : t('roster.consent.none')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {hasMore && (
        <Button variant="default" mt="sm" onClick={more}>
          {t('list.more')}
        </Button>
      )}
    </div>
  );
}
