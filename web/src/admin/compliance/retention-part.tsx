import { Alert, Anchor, Paper, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { QueryView } from '../../desk/states/query-view.tsx';
import { useOverview } from '../overview/use-overview.ts';
import classes from '../shared/admin.module.css';
import { Part } from './part.tsx';

/** The rules by which data is deleted, as the database has them. [CON-7] */
export function RetentionPart() {
  const { t } = useTranslation('admin');
  const overview = useOverview();
  return (
    <Part title={t('compliance.retention.title')} lead={t('compliance.retention.lead')}>
      <Text mb="md">
        {t('compliance.retention.own')}{' '}
        <Anchor component={Link} to="/admin/settings" underline="always">
          {t('settings.title')}
        </Anchor>
      </Text>
      <QueryView query={overview} skeleton={<Skeleton height={480} radius="lg" />}>
        {({ retention, withoutRule }) => (
          <>
            {withoutRule.length > 0 && (
              <Alert color="wrong" mb="md" role="alert">
                {t('compliance.retention.missing', { tables: withoutRule.join(', ') })}
              </Alert>
            )}
            <Paper shadow="sm" className={classes.sheet}>
              <table className={classes.table}>
                <caption className="sr-only">{t('compliance.retention.list')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('compliance.retention.purpose')}</th>
                    <th scope="col" className={classes.roomy}>
                      {t('compliance.retention.need')}
                    </th>
                    <th scope="col">{t('compliance.retention.days')}</th>
                  </tr>
                </thead>
                <tbody>
                  {retention.map(({ table, purpose, need, days, countedFrom }) => (
                    <tr key={table}>
                      <th scope="row" lang="en">
                        {purpose}
                        <Text size="sm" c="dimmed">
                          {table}
                        </Text>
                      </th>
                      <td className={classes.roomy} lang="en">
                        {need}
                      </td>
                      <td>
                        {days === null
                          ? t('compliance.retention.asLong', { what: countedFrom })
                          : t('compliance.retention.daysFrom', { count: days })}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Paper>
          </>
        )}
      </QueryView>
    </Part>
  );
}
