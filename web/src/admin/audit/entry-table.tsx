import { Anchor, Paper, Text } from '@mantine/core';
import type { AuditEntry } from '@tutti/client/admin';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import classes from '../shared/admin.module.css';
import { useChangeSentence } from './use-change-sentence.ts';

export function EntryTable({ items }: { items: AuditEntry[] }) {
  const { t } = useTranslation('admin');
  return (
    <Paper shadow="sm" className={classes.sheet}>
      <table className={classes.table}>
        <caption className="sr-only">{t('audit.list')}</caption>
        <thead>
          <tr>
            <th scope="col" className={classes.most}>
              {t('audit.what')}
            </th>
            <th scope="col" className={classes.roomy}>
              {t('audit.who')}
            </th>
            <th scope="col" className={classes.roomy}>
              {t('audit.when')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </Paper>
  );
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('admin');
  const date = useDate();
  const sentenceOf = useChangeSentence();
  const { action, actor, at, changes, entity, entityId, entityName } = entry;
  const who = actor.name ?? t(`audit.kind.${actor.kind}`);
  const key = `audit.actions.${action}`;
  return (
    <tr>
      <td>
        {/* an action of a newer server has no words here yet; its own name is better than nothing */}
        <Text fw={650} component="span">
          {i18next.exists(key, { ns: 'admin' }) ? t(key as 'audit.actions.role.granted') : action}
        </Text>
        {entity === 'user' && entityName && (
          <>
            {': '}
            <Anchor component={Link} to={`/admin/people/${entityId}`} underline="always">
              <bdi>{entityName}</bdi>
            </Anchor>
          </>
        )}
        {Object.entries(changes).map(([field, change]) => (
          <Text key={field} size="sm" c="dimmed" className={classes.text}>
            {sentenceOf(field, change)}
          </Text>
        ))}
        <Text size="sm" c="dimmed" className={classes.small}>
          <bdi>{who}</bdi> · {date(at)}
        </Text>
      </td>
      <td className={classes.roomy}>
        <bdi>{who}</bdi>
      </td>
      <td className={classes.roomy}>
        <time dateTime={at}>{date(at)}</time>
      </td>
    </tr>
  );
}
