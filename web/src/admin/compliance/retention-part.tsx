import { Alert, Anchor, Paper, Skeleton, Text } from '@mantine/core';
import type { ComplianceOverview } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { QueryView } from '../../desk/states/query-view.tsx';
import { useOverview } from '../overview/use-overview.ts';
import classes from '../shared/admin.module.css';
import { Part } from './part.tsx';

type Rule = ComplianceOverview['retention'][number];

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
                  {retention.map((rule) => (
                    <RuleRow key={rule.table} rule={rule} />
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

const lasting = {
  'the account': 'account',
  'the organization': 'organization',
  'the session': 'session',
} as const;

function RuleRow({ rule: { table, purpose, need, days, countedFrom } }: { rule: Rule }) {
  const { t } = useTranslation('admin');
  const from = lasting[countedFrom as keyof typeof lasting];
  return (
    <tr>
      <th scope="row">
        {purpose}
        <Text size="sm" c="dimmed">
          {table}
        </Text>
      </th>
      <td className={classes.roomy}>{need}</td>
      <td>
        {days === null
          ? from
            ? t(`compliance.retention.from.${from}`)
            : countedFrom
          : t('compliance.retention.daysFrom', { count: days })}
      </td>
    </tr>
  );
}
